/** The few kinds of failure a request can end in, each with a stable code. */
@NullMarked
package dev.freehold.kernel.error;

import org.jspecify.annotations.NullMarked;
