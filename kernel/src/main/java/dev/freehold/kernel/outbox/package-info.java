/** Facts that other modules react to, published in the transaction that made them true. */
@NullMarked
package dev.freehold.kernel.outbox;

import org.jspecify.annotations.NullMarked;
