/** Benchmarks against the limits and the peers, one command each. */
@NullMarked
package dev.freehold.bench;

import org.jspecify.annotations.NullMarked;
