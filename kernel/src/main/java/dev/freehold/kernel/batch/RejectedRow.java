package dev.freehold.kernel.batch;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An event of a batch that was not kept, and why.
 *
 * @param index its place in the batch, from 0; in NDJSON empty lines do not count
 * @param code stable; match on this
 * @param field the field at fault, if one is
 */
public record RejectedRow(
    int index,
    @Schema(example = "occurred_in_future") String code,
    String message,
    @Nullable String field) {}
