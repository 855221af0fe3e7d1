/**
 * The operator's view of its tenants: how each week went, who does well, how the week stands
 * against the operator's targets. The one place of analytics that looks across tenants.
 */
@NullMarked
package dev.freehold.analytics.customers;

import org.jspecify.annotations.NullMarked;
