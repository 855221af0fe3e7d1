/**
 * Sites: pages of a tenant that send events from browsers by a public key, the script they load,
 * and visitors who stay strangers.
 */
@NullMarked
package dev.freehold.analytics.sites;

import org.jspecify.annotations.NullMarked;
