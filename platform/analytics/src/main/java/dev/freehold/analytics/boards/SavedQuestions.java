package dev.freehold.analytics.boards;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Saved questions: kept, read, changed, deleted. */
@Component
public class SavedQuestions {

  static final int MAX_QUESTIONS = 1_000;

  private final TenantDb db;
  private final Definitions definitions;

  SavedQuestions(TenantDb db, Definitions definitions) {
    this.db = db;
    this.definitions = definitions;
  }

  public SavedQuestion create(Caller caller, QuestionDraft draft) {
    definitions.check(draft.kind(), draft.definition());
    return db.inTenant(caller, sql -> insert(sql, caller, draft));
  }

  SavedQuestion insert(JdbcClient sql, Caller caller, QuestionDraft draft) {
    checkRoom(sql, caller);
    return sql.sql(
            """
            insert into analytics.saved_question (name, kind, definition)
            values (:name, lower(:kind), :definition::jsonb)
            returning *
            """)
        .param("name", draft.name().strip())
        .param("kind", draft.kind().name())
        .param("definition", draft.definition().toString())
        .query(Rows.of(SavedQuestion.class))
        .single();
  }

  private static void checkRoom(JdbcClient sql, Caller caller) {
    var count =
        sql.sql("select count(*) from analytics.saved_question where tenant_id = :tenant")
            .param("tenant", caller.tenantId())
            .query(Integer.class)
            .single();
    if (count >= MAX_QUESTIONS) {
      throw new Conflict(
          BoardsError.TOO_MANY_BOARDS,
          "A tenant can keep " + MAX_QUESTIONS + " questions. Delete one that nobody needs.");
    }
  }

  /** Newest first. */
  public Page<SavedQuestion> list(Caller caller, PageRequest page) {
    return page.of(
        db.read(
            caller,
            """
            select * from analytics.saved_question
            where tenant_id = :tenant and id < :after
            order by id desc
            limit :limit
            """,
            page.values(),
            Rows.of(SavedQuestion.class)),
        SavedQuestion::id);
  }

  public SavedQuestion get(Caller caller, UUID id) {
    return db.readOne(
            caller,
            "select * from analytics.saved_question where tenant_id = :tenant and id = :id",
            Map.of("id", id),
            Rows.of(SavedQuestion.class))
        .orElseThrow(() -> notFound(id));
  }

  public SavedQuestion update(Caller caller, UUID id, QuestionChange change, IfMatch ifMatch) {
    return db.inTenant(
        caller,
        sql -> {
          var current = lock(sql, caller, id);
          ifMatch.check(current);
          var definition = change.definition();
          if (definition == null) {
            definition = current.definition();
          } else {
            definitions.check(current.kind(), definition);
          }
          return sql.sql(
                  """
                  update analytics.saved_question set name = :name, definition = :definition::jsonb
                  where tenant_id = :tenant and id = :id
                  returning *
                  """)
              .param("name", change.name() == null ? current.name() : change.name().strip())
              .param("definition", definition.toString())
              .param("tenant", caller.tenantId())
              .param("id", id)
              .query(Rows.of(SavedQuestion.class))
              .single();
        });
  }

  /** Deletes a question; dashboards that show it lose its card. */
  public void delete(Caller caller, UUID id, IfMatch ifMatch) {
    db.inTenant(
        caller,
        sql -> {
          ifMatch.check(lock(sql, caller, id));
          // Their versions move on: whoever arranges one of them now has seen another.
          sql.sql(
                  """
                  update analytics.dashboard set name = name
                  where tenant_id = :tenant and id in (
                    select dashboard_id from analytics.dashboard_card
                    where tenant_id = :tenant and question_id = :id)
                  """)
              .param("tenant", caller.tenantId())
              .param("id", id)
              .update();
          return sql.sql(
                  "delete from analytics.saved_question where tenant_id = :tenant and id = :id")
              .param("tenant", caller.tenantId())
              .param("id", id)
              .update();
        });
  }

  private static SavedQuestion lock(JdbcClient sql, Caller caller, UUID id) {
    return sql.sql(
            """
            select * from analytics.saved_question
            where tenant_id = :tenant and id = :id for update
            """)
        .param("tenant", caller.tenantId())
        .param("id", id)
        .query(Rows.of(SavedQuestion.class))
        .optional()
        .orElseThrow(() -> notFound(id));
  }

  static NotFound notFound(UUID id) {
    return new NotFound(BoardsError.QUESTION_NOT_FOUND, "There is no saved question " + id + ".");
  }
}
