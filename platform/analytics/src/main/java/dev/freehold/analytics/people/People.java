package dev.freehold.analytics.people;

import dev.freehold.analytics.AnalyticsError;
import dev.freehold.analytics.questions.Cursors;
import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Questions;
import dev.freehold.analytics.questions.Sources;
import dev.freehold.analytics.questions.Span;
import dev.freehold.analytics.questions.SqlText;
import dev.freehold.analytics.questions.Steps;
import dev.freehold.analytics.questions.Window;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** People: who was there, and what each of them did. */
@Component
public class People {

  /** The most rows of a page. */
  public static final int MAX_ROWS = 1_000;

  static final int MAX_IDS = 100;

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final Questions questions;

  public People(Questions questions) {
    this.questions = questions;
  }

  /**
   * People who did something in a range, last seen first.
   *
   * @param like only ids that hold this text, regardless of case
   */
  public Page<Person> list(
      Caller caller, Span range, @Nullable String like, int limit, @Nullable String cursor) {
    var window = range.at(questions.now());
    int offset = Cursors.offset(cursor);
    var rows =
        questions.rows(
            caller, listSql(questions.sql(), window, like, limit, offset), People::person);
    return rows.size() <= limit
        ? new Page<>(rows, null)
        : new Page<>(rows.subList(0, limit), Cursors.of(offset + limit));
  }

  public static Query listSql(
      SqlText sql, Window window, @Nullable String like, int limit, int offset) {
    Sources.addKnown(sql);
    sql.add("select " + sql.person() + " as person, min(" + sql.micros("e.occurred_at"));
    sql.add(") as first_us, max(" + sql.micros("e.occurred_at") + ") as last_us, ");
    sql.add("count(*) as events\n");
    Sources.addEvents(sql, window).add(" and ");
    EventMatch.any().add(sql);
    if (like != null && !like.isEmpty()) {
      sql.add(" and lower(" + sql.person() + ") like lower(?)", SqlText.containing(like));
      sql.add(sql.likeEscape());
    }
    return sql.add(
            "\ngroup by 1\norder by last_us desc, person\nlimit ? offset ?\n", limit + 1, offset)
        .toQuery();
  }

  private static Person person(ResultSet row) throws SQLException {
    return new Person(
        row.getString("person"),
        Steps.ofMicros(row.getLong("first_us")),
        Steps.ofMicros(row.getLong("last_us")),
        row.getLong("events"));
  }

  /**
   * A person with a page of the timeline; any id of the person will do.
   *
   * @throws NotFound when nothing is known of the id
   */
  public PersonProfile profile(Caller caller, String id, int limit, @Nullable String cursor) {
    var ids = ids(caller, id);
    int offset = Cursors.offset(cursor);
    var deeds = questions.rows(caller, timelineSql(ids, limit, offset), People::deed);
    if (deeds.isEmpty() && ids.size() == 1 && offset == 0) {
      throw new NotFound(AnalyticsError.PERSON_NOT_FOUND, "Nothing is known of this person.");
    }
    boolean more = deeds.size() > limit;
    return new PersonProfile(
        ids.getFirst(),
        ids,
        traits(caller, ids),
        more ? deeds.subList(0, limit) : deeds,
        more ? Cursors.of(offset + limit) : null);
  }

  /** The person's own id and those that turned out to be the same. */
  private List<String> ids(Caller caller, String id) {
    var sql = Sources.addKnown(questions.sql());
    sql.add(
        """
        select coalesce((select max(person) from known where id = ?), ?) as id, 0 as place
        union all
        select id, 1 as place
        from known
        where person = coalesce((select max(person) from known where id = ?), ?)
        order by place, id
        limit ?
        """,
        id,
        id,
        id,
        id,
        MAX_IDS);
    var ids = questions.rows(caller, sql.toQuery(), row -> row.getString("id"));
    return List.copyOf(new LinkedHashSet<>(ids));
  }

  private Query timelineSql(List<String> ids, int limit, int offset) {
    var sql = questions.sql();
    sql.add("select event_id, kind, name, path, value, properties, ");
    sql.add(sql.micros("occurred_at") + " as us\nfrom {analytics_events}\nwhere person_id in (");
    return sql.addAll(ids)
        .add(")\norder by us desc, event_id desc\nlimit ? offset ?\n", limit + 1, offset)
        .toQuery();
  }

  private static PersonProfile.Deed deed(ResultSet row) throws SQLException {
    var value = row.getObject("value");
    return new PersonProfile.Deed(
        row.getString("event_id"),
        row.getString("kind"),
        row.getString("name"),
        Steps.ofMicros(row.getLong("us")),
        row.getString("path"),
        value == null ? null : ((Number) value).doubleValue(),
        object(row.getString("properties")));
  }

  private Map<String, Object> traits(Caller caller, List<String> ids) {
    var sql = questions.sql();
    sql.add(
        "select properties from {analytics_events}\nwhere kind = 'identify' and person_id in (");
    sql.addAll(ids).add(") and properties is not null\norder by occurred_at desc, event_id desc\n");
    var found = new ArrayList<Map<String, Object>>();
    questions
        .rows(caller, sql.add("limit 1\n").toQuery(), row -> object(row.getString("properties")))
        .forEach(found::add);
    return found.isEmpty() ? Map.of() : found.getFirst();
  }

  private static Map<String, Object> object(@Nullable String json) {
    if (json == null) {
      return Map.of();
    }
    try {
      return JSON.readValue(json, OBJECT);
    } catch (JacksonException e) {
      // What was stored is shown rather than lost.
      return Map.of("text", json);
    }
  }
}
