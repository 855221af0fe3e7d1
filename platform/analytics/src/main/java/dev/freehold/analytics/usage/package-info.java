/**
 * Use of models, features and tools: sent in batches, kept exactly, asked for by what it was for.
 */
@NullMarked
package dev.freehold.analytics.usage;

import org.jspecify.annotations.NullMarked;
