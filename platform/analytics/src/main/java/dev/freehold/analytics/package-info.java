/**
 * Product analytics for every tenant: what people did, sent as events; what models and tools used,
 * sent as usage; and the questions that a product team asks of both.
 */
@NullMarked
package dev.freehold.analytics;

import org.jspecify.annotations.NullMarked;
