/** API keys: their text, making and revoking them. */
@NullMarked
package dev.freehold.accounts.keys;

import org.jspecify.annotations.NullMarked;
