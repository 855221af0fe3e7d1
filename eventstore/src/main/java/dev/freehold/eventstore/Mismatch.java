package dev.freehold.eventstore;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bucket of a rollup that says something else than the rows it stands for. */
public record Mismatch(
    String rollup,
    Level level,
    Instant bucket,
    List<@Nullable String> dimensions,
    String kept,
    String rows) {}
