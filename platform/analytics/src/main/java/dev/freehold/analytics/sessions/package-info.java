/** Visits and what they show at a glance: sessions, top lists, who is there now. */
@NullMarked
package dev.freehold.analytics.sessions;

import org.jspecify.annotations.NullMarked;
