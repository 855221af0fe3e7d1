package dev.freehold.eventstore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows for one stream, each with a value per column in the stream's order. */
public record Batch(Stream stream, List<@Nullable Object[]> rows) {}
