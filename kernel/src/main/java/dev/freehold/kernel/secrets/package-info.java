/** Encryption of what must be readable again, under one key set. */
@NullMarked
package dev.freehold.kernel.secrets;

import org.jspecify.annotations.NullMarked;
