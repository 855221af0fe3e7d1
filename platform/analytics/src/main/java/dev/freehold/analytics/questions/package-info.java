/**
 * The words that all questions share: ranges and steps of time, properties, conditions, events,
 * cohorts. Each question is a record that writes itself as SQL for an engine; its class of verbs
 * asks it in a tenant.
 */
@NullMarked
package dev.freehold.analytics.questions;

import org.jspecify.annotations.NullMarked;
