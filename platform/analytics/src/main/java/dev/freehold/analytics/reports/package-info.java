/** What a product team asks of many people at once: trends, funnels, retention and paths. */
@NullMarked
package dev.freehold.analytics.reports;

import org.jspecify.annotations.NullMarked;
