package dev.freehold.analytics.reports;

import dev.freehold.analytics.questions.CohortDefinition;
import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Sources;
import dev.freehold.analytics.questions.Span;
import dev.freehold.analytics.questions.SqlText;
import dev.freehold.analytics.questions.Window;
import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.error.Invalid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which ways people take from an event or page, or to it. A way ends where a person pauses for more
 * than 30 minutes. Events at the same moment follow each other by their ids.
 *
 * @param at the event or page that ways begin or end with
 * @param by event (default): steps are names of events; page: paths of events that have one
 * @param direction after (default): what follows; before: what led there
 * @param depth how many steps, 1 to 5; default 3
 * @param range the last 30 days by default
 * @param cohort only its members
 * @param limit how many ways are told of, 1 to 100; default 20
 */
public record PathsQuestion(
    @Schema(example = "sign up") String at,
    @Nullable By by,
    @Nullable Direction direction,
    @Nullable Integer depth,
    @Nullable Span range,
    @Nullable UUID cohort,
    @Nullable Integer limit) {

  static final int MAX_DEPTH = 5;
  static final int DEFAULT_DEPTH = 3;
  static final int MAX_WAYS = 100;
  static final int DEFAULT_WAYS = 20;

  /** A person who pauses for longer has left the way. */
  static final Duration PAUSE = Duration.ofMinutes(30);

  /** What steps are. */
  public enum By {
    EVENT,
    PAGE
  }

  /** Where to look from the given step. */
  public enum Direction {
    AFTER,
    BEFORE
  }

  public PathsQuestion {
    by = by == null ? By.EVENT : by;
    direction = direction == null ? Direction.AFTER : direction;
    depth = depth == null ? DEFAULT_DEPTH : depth;
    range = range == null ? Span.LAST_30_DAYS : range;
    limit = limit == null ? DEFAULT_WAYS : limit;
  }

  Span span() {
    return range == null ? Span.LAST_30_DAYS : range;
  }

  int steps() {
    return depth == null ? DEFAULT_DEPTH : depth;
  }

  int ways() {
    return limit == null ? DEFAULT_WAYS : limit;
  }

  /** Refuses what cannot be asked, naming the field. */
  public void check(Instant now) {
    if (at == null || at.isEmpty()) {
      throw Invalid.field("at", "must name an event or a page");
    }
    if (steps() < 1 || steps() > MAX_DEPTH) {
      throw Invalid.field("depth", "must be from 1 to " + MAX_DEPTH);
    }
    if (ways() < 1 || ways() > MAX_WAYS) {
      throw Invalid.field("limit", "must be from 1 to " + MAX_WAYS);
    }
    span().at("range.", now);
  }

  /**
   * {@code node1, …, times, people}, most frequent first; nodes after the end of a way are null.
   */
  public Query toSql(
      Dialect dialect, Window window, @Nullable CohortDefinition members, Instant now) {
    var sql = Sources.addKnown(new SqlText(dialect));
    if (members != null) {
      members.add(sql, now);
    }
    var node = by == By.PAGE ? "e.path" : "e.name";
    sql.add(", event as (\n  select " + sql.person() + " as person, e.event_id, ");
    sql.add(sql.micros("e.occurred_at") + " as us, " + node + " as node\n  ");
    Sources.addEvents(sql, window).add(" and ");
    EventMatch.any().add(sql);
    sql.add(by == By.PAGE ? " and e.path is not null" : "");
    if (members != null) {
      sql.add(" and " + sql.person() + " in (select person from member)");
    }
    var next = direction == Direction.BEFORE ? "lag" : "lead";
    sql.add("\n)\n, row_of as (\n  select person, node, us");
    for (int step = 1; step <= steps(); step++) {
      sql.add(
          ", %1$s(node, %2$d) over events as next%2$d, %1$s(us, %2$d) over events as us%2$d"
              .formatted(next, step));
    }
    sql.add("\n  from event\n  window events as (partition by person order by us, event_id)\n)\n");
    sql.add("select ");
    var connected = new StringBuilder();
    for (int step = 1; step <= steps(); step++) {
      connected
          .append(step == 1 ? "" : " and ")
          .append(
              "abs(us%d - %s) <= %d"
                  .formatted(step, step == 1 ? "us" : "us" + (step - 1), pause()));
      sql.add("case when %s then next%2$d end as node%2$d, ".formatted(connected, step));
    }
    sql.add(
        "count(*) as times, count(distinct person) as people\nfrom row_of\nwhere node = ?\n", at);
    sql.add("group by");
    for (int step = 1; step <= steps(); step++) {
      sql.add((step == 1 ? " " : ", ") + step);
    }
    sql.add("\norder by times desc");
    for (int step = 1; step <= steps(); step++) {
      sql.add(", " + step);
    }
    return sql.add(" nulls last\nlimit ?\n", ways()).toQuery();
  }

  private static long pause() {
    return PAUSE.toNanos() / 1_000;
  }
}
