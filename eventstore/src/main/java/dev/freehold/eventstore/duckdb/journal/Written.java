package dev.freehold.eventstore.duckdb.journal;

import dev.freehold.eventstore.Column;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows as they were written, by a program whose streams may have been declared otherwise.
 *
 * @param columns what each value of a row is for, as it was declared then
 * @param received in microseconds
 */
public record Written(
    String stream,
    List<Column> columns,
    UUID tenant,
    long received,
    List<@Nullable Object[]> rows) {}
