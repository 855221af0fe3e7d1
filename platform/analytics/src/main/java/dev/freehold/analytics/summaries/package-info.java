/** What happened in a tenant's week: its figures, its page, and its mail to those who want it. */
@NullMarked
package dev.freehold.analytics.summaries;

import org.jspecify.annotations.NullMarked;
