/**
 * Events of people on their way into the store: read, enriched with where they came from and with
 * what, kept once.
 */
@NullMarked
package dev.freehold.analytics.collect;

import org.jspecify.annotations.NullMarked;
