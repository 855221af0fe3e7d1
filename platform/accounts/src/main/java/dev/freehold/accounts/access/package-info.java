/** Who calls, and what they may do: found out once, then answered from memory. */
@NullMarked
package dev.freehold.accounts.access;

import org.jspecify.annotations.NullMarked;
