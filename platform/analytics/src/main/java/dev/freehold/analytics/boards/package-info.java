/** Questions that a tenant saved, and the dashboards that it arranges them on. */
@NullMarked
package dev.freehold.analytics.boards;

import org.jspecify.annotations.NullMarked;
