/** How many requests a key and its tenant may send, counted alone or across nodes. */
@NullMarked
package dev.freehold.accounts.limits;

import org.jspecify.annotations.NullMarked;
