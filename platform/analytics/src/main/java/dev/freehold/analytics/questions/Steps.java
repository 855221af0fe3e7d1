package dev.freehold.analytics.questions;

import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.error.Invalid;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of time in a window: minutes and hours of its zone's clock, days, weeks from Monday,
 * months. In SQL a step is a number, by whole arithmetic on microseconds and the zone's offsets,
 * which costs a third of an engine's own time zones.
 */
public final class Steps {

  static final int MAX_STEPS = 5_000;

  private static final long MINUTE = 60_000_000L;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final int DAYS = 7;

  /** The first day since 1970, a Thursday, is the fourth of its week. */
  private static final int DAYS_BEFORE_1970 = 3;

  private final Window window;
  private final Interval interval;

  public Steps(Window window, Interval interval) {
    this.window = window;
    this.interval = interval;
  }

  /** The beginnings of all steps, the first of which may lie before the window. */
  public List<Instant> starts() {
    var starts = new ArrayList<Instant>();
    var at = start(window.from());
    while (at.isBefore(window.to())) {
      if (starts.size() == MAX_STEPS) {
        throw Invalid.field(
            "interval", "makes more than " + MAX_STEPS + " steps of the range: use a wider one");
      }
      starts.add(at);
      at = next(at);
    }
    return starts;
  }

  private Instant start(Instant moment) {
    var local = moment.atZone(window.zone());
    return switch (interval) {
      case MINUTE -> floor(moment, MINUTE);
      case HOUR -> floor(moment, HOUR);
      case DAY -> midnight(local.toLocalDate());
      case WEEK ->
          midnight(local.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
      case MONTH -> midnight(local.toLocalDate().withDayOfMonth(1));
    };
  }

  private Instant next(Instant start) {
    var day = start.atZone(window.zone()).toLocalDate();
    return switch (interval) {
      case MINUTE -> start.plusSeconds(60);
      case HOUR -> start(start.plusSeconds(3_600));
      case DAY -> midnight(day.plusDays(1));
      case WEEK -> midnight(day.plusWeeks(1));
      case MONTH -> midnight(day.plusMonths(1));
    };
  }

  private Instant midnight(LocalDate day) {
    return day.atStartOfDay(window.zone()).toInstant();
  }

  private Instant floor(Instant moment, long width) {
    long offset = offset(moment);
    long local = micros(moment) + offset;
    return ofMicros(local - Math.floorMod(local, width) - offset);
  }

  /** Adds the number of an event's step, from its microseconds of UTC. */
  public void add(SqlText sql, String micros) {
    switch (interval) {
      case MINUTE -> addFloor(sql, micros, MINUTE);
      case HOUR -> addFloor(sql, micros, HOUR);
      case DAY -> addDay(sql, micros);
      case WEEK -> {
        var day = sql.another();
        addDay(day, micros);
        var query = day.toQuery();
        sql.add(
            sql.div(query.sql() + " + " + DAYS_BEFORE_1970, Integer.toString(DAYS)),
            query.values().toArray());
      }
      case MONTH -> addMonth(sql, micros);
    }
  }

  /** The beginning of the step with a number. */
  public Instant of(long number) {
    return switch (interval) {
      case MINUTE, HOUR -> ofMicros(number);
      case DAY, MONTH -> midnight(LocalDate.ofEpochDay(number));
      case WEEK -> midnight(LocalDate.ofEpochDay(number * DAYS - DAYS_BEFORE_1970));
    };
  }

  private void addFloor(SqlText sql, String micros, long width) {
    var local = local(sql, micros);
    var divided = sql.div(local.sql(), Long.toString(width));
    sql.add(divided + " * " + width + " - (", local.values().toArray());
    addOffset(sql, micros);
    sql.add(")");
  }

  private void addDay(SqlText sql, String micros) {
    var local = local(sql, micros);
    sql.add(sql.div(local.sql(), Long.toString(DAY)), local.values().toArray());
  }

  private Query local(SqlText sql, String micros) {
    var local = sql.another().add(micros + " + ");
    addOffset(local, micros);
    return local.toQuery();
  }

  private void addMonth(SqlText sql, String micros) {
    var starts = starts();
    if (starts.size() == 1) {
      sql.add("?", dayOf(starts.getFirst()));
      return;
    }
    sql.add("case");
    for (var start : starts.subList(1, starts.size())) {
      sql.add(" when " + micros + " < ? then ?", micros(start), monthBefore(start));
    }
    sql.add(" else ? end", dayOf(starts.getLast()));
  }

  private long monthBefore(Instant start) {
    return start.atZone(window.zone()).toLocalDate().minusMonths(1).toEpochDay();
  }

  private long dayOf(Instant start) {
    return start.atZone(window.zone()).toLocalDate().toEpochDay();
  }

  /** What the zone's clock is ahead of UTC by, in microseconds, which changes twice a year. */
  private void addOffset(SqlText sql, String micros) {
    var rules = window.zone().getRules();
    var change = rules.nextTransition(window.from());
    if (change == null || !change.getInstant().isBefore(window.to())) {
      sql.add("?", offset(window.from()));
      return;
    }
    sql.add("case");
    var before = window.from();
    while (change != null && change.getInstant().isBefore(window.to())) {
      sql.add(" when " + micros + " < ? then ?", micros(change.getInstant()), offset(before));
      before = change.getInstant();
      change = rules.nextTransition(before);
    }
    sql.add(" else ? end", offset(before));
  }

  private long offset(Instant moment) {
    return window.zone().getRules().getOffset(moment).getTotalSeconds() * 1_000_000L;
  }

  public static long micros(Instant moment) {
    return Math.addExact(
        Math.multiplyExact(moment.getEpochSecond(), 1_000_000L), moment.getNano() / 1_000);
  }

  public static Instant ofMicros(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }
}
