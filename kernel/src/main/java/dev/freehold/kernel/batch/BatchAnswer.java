package dev.freehold.kernel.batch;

import java.util.List;

/**
 * What became of a batch: everything accepted is durable.
 *
 * @param accepted events that are new
 * @param duplicates events whose id was received in the last seven days
 * @param rejected events that were not kept, by their place in the batch
 */
public record BatchAnswer(int accepted, int duplicates, List<RejectedRow> rejected) {}
