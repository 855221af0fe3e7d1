/** Security of the web surface, health, and failures of the event store over HTTP. */
@NullMarked
package dev.freehold.server.http;

import org.jspecify.annotations.NullMarked;
