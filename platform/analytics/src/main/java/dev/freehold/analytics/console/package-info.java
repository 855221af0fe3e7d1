/** The pages on which people ask: each fills a question's record and draws its answer. */
@NullMarked
package dev.freehold.analytics.console;

import org.jspecify.annotations.NullMarked;
