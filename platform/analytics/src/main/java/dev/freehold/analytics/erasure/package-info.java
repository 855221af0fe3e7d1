/** People and tenants to be forgotten. */
@NullMarked
package dev.freehold.analytics.erasure;

import org.jspecify.annotations.NullMarked;
