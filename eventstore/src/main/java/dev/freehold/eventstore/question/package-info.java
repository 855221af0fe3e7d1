/**
 * How a {@link dev.freehold.eventstore.Question} is answered, whatever the engine: whether its
 * stream declares what it names, which rollup suffices, and which buckets and rows together make up
 * its range in its time zone.
 */
@NullMarked
package dev.freehold.eventstore.question;

import org.jspecify.annotations.NullMarked;
