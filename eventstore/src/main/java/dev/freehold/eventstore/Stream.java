package dev.freehold.eventstore;

import java.util.List;

/**
 * A declared stream of events: the tenant comes first in every engine and is not among {@code
 * columns}.
 *
 * @param name table name, {@code [a-z][a-z0-9_]{0,62}}
 * @param id the required TEXT column that names an event: the same value twice within seven days of
 *     receipt counts once
 * @param time the required TIMESTAMP column that says when the event occurred
 * @param person the TEXT column that names whom the event is about, used by erasure
 * @param columns all columns in the order of a row's values
 */
public record Stream(String name, String id, String time, String person, List<Column> columns) {}
