/**
 * The demo: two tenants, thirty days of generated journeys sent through the public API, a table.
 */
@NullMarked
package dev.freehold.server.demo;

import org.jspecify.annotations.NullMarked;
