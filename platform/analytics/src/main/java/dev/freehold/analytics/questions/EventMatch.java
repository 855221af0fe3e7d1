package dev.freehold.analytics.questions;

import dev.freehold.kernel.error.Invalid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events are meant.
 *
 * @param event the name of the event; null or missing for any that was tracked
 * @param where conditions that must all hold; up to 20
 */
public record EventMatch(
    @Nullable @Schema(example = "order paid") String event, @Nullable List<Where> where) {

  static final int MAX_CONDITIONS = 20;

  public EventMatch {
    where = where == null ? List.of() : List.copyOf(where);
  }

  public static EventMatch named(String event) {
    return new EventMatch(event, List.of());
  }

  public static EventMatch any() {
    return new EventMatch(null, List.of());
  }

  /** What a person calls it. */
  public String label() {
    return event == null ? "any event" : event;
  }

  public List<Where> conditions() {
    return where == null ? List.of() : where;
  }

  public void check(String field) {
    if (event != null && event.isEmpty()) {
      throw Invalid.field(field + ".event", "must not be empty");
    }
    checkAll(field + ".where", conditions());
  }

  static void checkAll(String field, List<Where> conditions) {
    if (conditions.size() > MAX_CONDITIONS) {
      throw Invalid.field(field, "must have at most " + MAX_CONDITIONS + " conditions");
    }
    for (int i = 0; i < conditions.size(); i++) {
      conditions.get(i).check(field + "." + i);
    }
  }

  /** Adds what must hold of an event {@code e}. */
  public void add(SqlText sql) {
    sql.add("e.kind = 'track'");
    if (event != null) {
      sql.add(" and e.name = ?", event);
    }
    for (var condition : conditions()) {
      sql.add(" and ");
      condition.add(sql);
    }
  }
}
