package dev.freehold.eventstore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SELECT, written in code and never taken from outside.
 *
 * <p>A stream is named in braces, {@code {attribution_events}}: the engine puts the tenant's rows
 * of that stream in its place, so that a statement cannot reach anybody else's. Values are bound in
 * the order of their question marks.
 */
public record Query(String sql, List<@Nullable Object> values) {

  public static Query of(String sql, @Nullable Object... values) {
    return new Query(sql, java.util.Arrays.asList(values));
  }
}
