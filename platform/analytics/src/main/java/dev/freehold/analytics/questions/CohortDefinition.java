package dev.freehold.analytics.questions;

import dev.freehold.kernel.error.Invalid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to a cohort: people for whom everything holds, at the time of asking.
 *
 * @param did what they did, up to 5
 * @param traits what their last identify said of them, as {@code properties.<key>}, up to 20
 */
public record CohortDefinition(@Nullable List<Did> did, @Nullable List<Where> traits) {

  static final int MAX_DEEDS = 5;

  /**
   * An event done often enough.
   *
   * @param atLeast how often, 1 to 1,000,000; default 1
   * @param range when; by default in the last 30 days
   */
  public record Did(
      @Nullable String event,
      @Nullable List<Where> where,
      @Nullable Integer atLeast,
      @Nullable Span range) {

    static final int MAX_TIMES = 1_000_000;

    public Did {
      where = where == null ? List.of() : List.copyOf(where);
      atLeast = atLeast == null ? 1 : atLeast;
      range = range == null ? Span.LAST_30_DAYS : range;
    }

    EventMatch match() {
      return new EventMatch(event, where);
    }

    int times() {
      return atLeast == null ? 1 : atLeast;
    }

    Span span() {
      return range == null ? Span.LAST_30_DAYS : range;
    }
  }

  public CohortDefinition {
    did = did == null ? List.of() : List.copyOf(did);
    traits = traits == null ? List.of() : List.copyOf(traits);
  }

  List<Did> deeds() {
    return did == null ? List.of() : did;
  }

  List<Where> wanted() {
    return traits == null ? List.of() : traits;
  }

  /** Refuses what cannot be asked, naming the field. */
  public void check(String field, Instant now) {
    if (deeds().isEmpty() && wanted().isEmpty()) {
      throw Invalid.field(field + ".did", "or traits must say who belongs to the cohort");
    }
    if (deeds().size() > MAX_DEEDS) {
      throw Invalid.field(field + ".did", "must have at most " + MAX_DEEDS + " entries");
    }
    for (int i = 0; i < deeds().size(); i++) {
      var deed = deeds().get(i);
      var name = field + ".did." + i;
      deed.match().check(name);
      deed.span().at(name + ".range.", now);
      if (deed.times() < 1 || deed.times() > Did.MAX_TIMES) {
        throw Invalid.field(name + ".at_least", "must be from 1 to 1000000");
      }
    }
    EventMatch.checkAll(field + ".traits", wanted());
    for (int i = 0; i < wanted().size(); i++) {
      if (!wanted().get(i).property().startsWith("properties.")) {
        throw Invalid.field(field + ".traits." + i + ".property", "must be properties.<key>");
      }
    }
  }

  /** Adds a common table expression {@code member} with each {@code person} of the cohort once. */
  public void add(SqlText sql, Instant now) {
    sql.add(", member ").add(sql.materialized()).add(" (\n");
    var between = "";
    for (var deed : deeds()) {
      sql.add(between).add("  select " + sql.person() + " as person ");
      Sources.addEvents(sql, deed.span().at(now)).add(" and ");
      deed.match().add(sql);
      sql.add("\n  group by 1 having count(*) >= ?\n", deed.times());
      between = "  intersect\n";
    }
    if (!wanted().isEmpty()) {
      sql.add(between).add("  select person from (select " + sql.person() + " as person, ");
      sql.add(sql.last("e.properties", "(e.occurred_at, e.event_id)") + " as properties\n  ")
          .add("from {analytics_events} e left join known k on k.id = e.person_id\n")
          .add("  where e.kind = 'identify' and e.properties is not null group by 1) e\n  where ");
      var and = "";
      for (var trait : wanted()) {
        sql.add(and);
        trait.add(sql);
        and = " and ";
      }
      sql.add("\n");
    }
    sql.add(")\n");
  }
}
