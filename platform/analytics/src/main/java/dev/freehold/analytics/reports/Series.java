package dev.freehold.analytics.reports;

import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Property;
import dev.freehold.analytics.questions.Where;
import dev.freehold.kernel.error.Invalid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a trend.
 *
 * @param event the name of the event; null or missing for any that was tracked
 * @param where conditions that must all hold
 * @param measure count by default
 * @param of what is added up or averaged: {@code value} by default, or {@code properties.<key>}
 */
public record Series(
    @Nullable @Schema(example = "order paid") String event,
    @Nullable List<Where> where,
    @Nullable Measured measure,
    @Nullable @Schema(example = "value") String of) {

  /** What is measured. */
  public enum Measured {
    /** Events. */
    COUNT,
    /** Different people. */
    PEOPLE,
    SUM,
    /** Over the events that have a number. */
    AVERAGE
  }

  public Series {
    where = where == null ? List.of() : List.copyOf(where);
    measure = measure == null ? Measured.COUNT : measure;
    of = of == null ? "value" : of;
  }

  public static Series count(String event) {
    return new Series(event, null, Measured.COUNT, null);
  }

  public static Series people(String event) {
    return new Series(event, null, Measured.PEOPLE, null);
  }

  /** The events it counts. */
  public EventMatch match() {
    return new EventMatch(event, where);
  }

  Measured measured() {
    return measure == null ? Measured.COUNT : measure;
  }

  Property number() {
    return new Property(of == null ? "value" : of);
  }

  void check(String field) {
    match().check(field);
    if (measured() == Measured.SUM || measured() == Measured.AVERAGE) {
      var name = number().name();
      if (!name.equals("value") && !name.startsWith("properties.")) {
        throw Invalid.field(field + ".of", "must be value or properties.<key>");
      }
      Property.of(field + ".of", name);
    }
  }

  /**
   * The measure over rows with {@code person} and {@code number}; null where nothing is measured.
   */
  String aggregate() {
    return switch (measured()) {
      case COUNT -> "count(*)";
      case PEOPLE -> "count(distinct person)";
      case SUM -> "sum(number)";
      case AVERAGE -> "avg(number)";
    };
  }
}
