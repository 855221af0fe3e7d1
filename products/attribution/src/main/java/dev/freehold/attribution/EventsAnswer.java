package dev.freehold.attribution;

import java.util.List;

/**
 * What became of a batch: everything accepted is durable.
 *
 * @param accepted events that are new
 * @param duplicates events whose {@code event_id} was received in the last seven days
 * @param rejected events that were not kept, by their place in the batch
 */
public record EventsAnswer(int accepted, int duplicates, List<RejectedEvent> rejected) {}
