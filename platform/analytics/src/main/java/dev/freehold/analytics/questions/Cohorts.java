package dev.freehold.analytics.questions;

import dev.freehold.analytics.AnalyticsError;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import dev.freehold.kernel.http.StrictJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Cohorts: definitions that are saved, and the people for whom they hold now. */
@Component
public class Cohorts {

  /** The most members that a list shows. */
  public static final int MAX_MEMBERS = 1_000;

  private static final JsonMapper JSON = StrictJson.mapper();

  private final TenantDb db;
  private final Questions questions;

  public Cohorts(TenantDb db, Questions questions) {
    this.db = db;
    this.questions = questions;
  }

  /**
   * Who belongs to a cohort now.
   *
   * @param count all of them
   * @param people the first of them, by id
   */
  public record Members(long count, List<String> people) {}

  public Cohort create(Caller caller, CohortDraft draft) {
    draft.definition().check("definition", questions.now());
    return db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    insert into analytics.cohort (name, definition)
                    values (:name, :definition::jsonb)
                    returning *
                    """)
                .param("name", draft.name())
                .param("definition", JSON.writeValueAsString(draft.definition()))
                .query(Cohorts::cohort)
                .single());
  }

  /** Newest first. */
  public Page<Cohort> list(Caller caller, PageRequest page) {
    return page.of(
        db.read(
            caller,
            """
            select * from analytics.cohort
            where tenant_id = :tenant and id < :after
            order by id desc
            limit :limit
            """,
            page.values(),
            Cohorts::cohort),
        Cohort::id);
  }

  public Cohort get(Caller caller, UUID id) {
    return db.readOne(
            caller,
            "select * from analytics.cohort where tenant_id = :tenant and id = :id",
            Map.of("id", id),
            Cohorts::cohort)
        .orElseThrow(() -> notFound(id));
  }

  /** Forgets the definition; nobody's events are touched. */
  public void delete(Caller caller, UUID id) {
    db.inTenant(
        caller,
        sql ->
            sql.sql(
                    "delete from analytics.cohort where tenant_id = :tenant and id = :id returning id")
                .param("tenant", caller.tenantId())
                .param("id", id)
                .query(UUID.class)
                .optional()
                .orElseThrow(() -> notFound(id)));
  }

  /**
   * Counts the members and names the first of them.
   *
   * @param limit 1 to {@link #MAX_MEMBERS}
   */
  public Members members(Caller caller, UUID id, int limit) {
    var definition = get(caller, id).definition();
    var counts =
        questions.rows(
            caller,
            member(definition).add("select count(*) as members from member\n").toQuery(),
            row -> row.getLong("members"));
    var people =
        questions.rows(
            caller,
            member(definition)
                .add("select person from member order by person limit ?\n", limit)
                .toQuery(),
            row -> row.getString("person"));
    return new Members(counts.getFirst(), people);
  }

  private SqlText member(CohortDefinition definition) {
    var sql = Sources.addKnown(questions.sql());
    definition.add(sql, questions.now());
    return sql;
  }

  /** The definition of a cohort; null for none, which is everybody. */
  public @Nullable CohortDefinition definition(Caller caller, @Nullable UUID id) {
    return id == null ? null : get(caller, id).definition();
  }

  private static Cohort cohort(ResultSet row, int index) throws SQLException {
    return new Cohort(
        row.getObject("id", UUID.class),
        row.getString("name"),
        JSON.readValue(row.getString("definition"), CohortDefinition.class),
        instant(row, "created_at"),
        instant(row, "updated_at"),
        row.getLong("version"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static NotFound notFound(UUID id) {
    return new NotFound(AnalyticsError.COHORT_NOT_FOUND, "There is no cohort " + id + ".");
  }
}
