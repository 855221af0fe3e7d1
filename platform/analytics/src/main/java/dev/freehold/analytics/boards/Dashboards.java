package dev.freehold.analytics.boards;

import dev.freehold.analytics.boards.Dashboard.Card;
import dev.freehold.analytics.boards.DashboardDraft.NewCard;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Dashboards: made, arranged, deleted. The version counts changes of the arrangement too. */
@Component
public class Dashboards {

  static final int MAX_CARDS = 24;
  static final int MAX_DASHBOARDS = 200;

  private record Head(UUID id, String name, Instant createdAt, Instant updatedAt, long version) {}

  private record Placed(UUID dashboardId, UUID questionId, Dashboard.Width width) {}

  private final TenantDb db;
  private final SavedQuestions questions;

  Dashboards(TenantDb db, SavedQuestions questions) {
    this.db = db;
    this.questions = questions;
  }

  public Dashboard create(Caller caller, DashboardDraft draft) {
    return db.inTenant(
        caller,
        sql -> {
          var id = insert(sql, caller, draft.name());
          arrange(sql, caller, id, cards(draft.cards() == null ? List.of() : draft.cards()));
          return read(sql, caller, id);
        });
  }

  /** A dashboard with what most begin with, and the questions that it shows. */
  public Dashboard createStarter(Caller caller) {
    return db.inTenant(
        caller,
        sql -> {
          var id = insert(sql, caller, Starter.NAME);
          var cards = new ArrayList<Card>();
          for (var part : Starter.PARTS) {
            cards.add(new Card(questions.insert(sql, caller, part.question()).id(), part.width()));
          }
          arrange(sql, caller, id, cards);
          return read(sql, caller, id);
        });
  }

  private static UUID insert(JdbcClient sql, Caller caller, String name) {
    var count =
        sql.sql("select count(*) from analytics.dashboard where tenant_id = :tenant")
            .param("tenant", caller.tenantId())
            .query(Integer.class)
            .single();
    if (count >= MAX_DASHBOARDS) {
      throw new Conflict(
          BoardsError.TOO_MANY_BOARDS,
          "A tenant can have " + MAX_DASHBOARDS + " dashboards. Delete one that nobody needs.");
    }
    return sql.sql("insert into analytics.dashboard (name) values (:name) returning id")
        .param("name", name.strip())
        .query(UUID.class)
        .single();
  }

  /** Newest first. */
  public Page<Dashboard> list(Caller caller, PageRequest page) {
    var heads =
        page.of(
            db.read(
                caller,
                """
                select id, name, created_at, updated_at, version from analytics.dashboard
                where tenant_id = :tenant and id < :after
                order by id desc
                limit :limit
                """,
                page.values(),
                Rows.of(Head.class)),
            Head::id);
    var cards = new HashMap<UUID, List<Card>>();
    if (!heads.rows().isEmpty()) {
      db.read(
              caller,
              """
              select dashboard_id, question_id, width from analytics.dashboard_card
              where tenant_id = :tenant and dashboard_id between :first and :last
              order by dashboard_id, position
              """,
              Map.of("first", heads.rows().getLast().id(), "last", heads.rows().getFirst().id()),
              Rows.of(Placed.class))
          .forEach(
              card ->
                  cards
                      .computeIfAbsent(card.dashboardId(), id -> new ArrayList<>())
                      .add(new Card(card.questionId(), card.width())));
    }
    return new Page<>(
        heads.rows().stream()
            .map(head -> whole(head, cards.getOrDefault(head.id(), List.of())))
            .toList(),
        heads.nextCursor());
  }

  public Dashboard get(Caller caller, UUID id) {
    return db.inTenant(caller, sql -> read(sql, caller, id));
  }

  public Dashboard update(Caller caller, UUID id, DashboardChange change, IfMatch ifMatch) {
    return db.inTenant(
        caller,
        sql -> {
          var current = lock(sql, caller, id);
          ifMatch.check(current);
          if (change.cards() != null) {
            arrange(sql, caller, id, cards(change.cards()));
          }
          rename(sql, caller, id, change.name() == null ? current.name() : change.name().strip());
          return read(sql, caller, id);
        });
  }

  /** Another arrangement, worked out from the one that is there now. */
  public Dashboard rearrange(Caller caller, UUID id, UnaryOperator<List<Card>> arrangement) {
    return db.inTenant(
        caller,
        sql -> {
          var current = lock(sql, caller, id);
          var cards = arrangement.apply(new ArrayList<>(current.cards()));
          if (!cards.equals(current.cards())) {
            arrange(sql, caller, id, cards);
            rename(sql, caller, id, current.name());
          }
          return read(sql, caller, id);
        });
  }

  /** Deletes a dashboard; the questions on it stay. */
  public void delete(Caller caller, UUID id, IfMatch ifMatch) {
    db.inTenant(
        caller,
        sql -> {
          ifMatch.check(lock(sql, caller, id));
          return sql.sql("delete from analytics.dashboard where tenant_id = :tenant and id = :id")
              .param("tenant", caller.tenantId())
              .param("id", id)
              .update();
        });
  }

  private static void rename(JdbcClient sql, Caller caller, UUID id, String name) {
    sql.sql("update analytics.dashboard set name = :name where tenant_id = :tenant and id = :id")
        .param("name", name)
        .param("tenant", caller.tenantId())
        .param("id", id)
        .update();
  }

  private static void arrange(JdbcClient sql, Caller caller, UUID id, List<Card> cards) {
    checkCards(sql, caller, cards);
    sql.sql(
            """
            delete from analytics.dashboard_card
            where tenant_id = :tenant and dashboard_id = :id
              and question_id <> all (string_to_array(:kept, ',')::uuid[])
            """)
        .param("tenant", caller.tenantId())
        .param("id", id)
        .param("kept", ids(cards))
        .update();
    for (int position = 0; position < cards.size(); position++) {
      sql.sql(
              """
              insert into analytics.dashboard_card as card
                (dashboard_id, question_id, position, width)
              values (:id, :question, :position, lower(:width))
              on conflict (tenant_id, dashboard_id, question_id) do update
              set position = excluded.position, width = excluded.width
              where (card.position, card.width) <> (excluded.position, excluded.width)
              """)
          .param("id", id)
          .param("question", cards.get(position).questionId())
          .param("position", position)
          .param("width", cards.get(position).width().name())
          .update();
    }
  }

  private static void checkCards(JdbcClient sql, Caller caller, List<Card> cards) {
    if (cards.size() > MAX_CARDS) {
      throw Invalid.field("cards", "must be at most " + MAX_CARDS);
    }
    var seen = new HashSet<UUID>();
    for (var card : cards) {
      if (!seen.add(card.questionId())) {
        throw Invalid.field("cards", "must show each question once");
      }
    }
    var known =
        new HashSet<>(
            sql.sql(
                    """
                    select id from analytics.saved_question
                    where tenant_id = :tenant and id = any (string_to_array(:ids, ',')::uuid[])
                    """)
                .param("tenant", caller.tenantId())
                .param("ids", ids(cards))
                .query(UUID.class)
                .list());
    for (var card : cards) {
      if (!known.contains(card.questionId())) {
        throw SavedQuestions.notFound(card.questionId());
      }
    }
  }

  private static String ids(List<Card> cards) {
    return String.join(",", cards.stream().map(card -> card.questionId().toString()).toList());
  }

  private static List<Card> cards(List<NewCard> cards) {
    return cards.stream().map(card -> new Card(card.questionId(), card.width())).toList();
  }

  private static Dashboard lock(JdbcClient sql, Caller caller, UUID id) {
    sql.sql("select id from analytics.dashboard where tenant_id = :tenant and id = :id for update")
        .param("tenant", caller.tenantId())
        .param("id", id)
        .query(UUID.class)
        .list();
    return read(sql, caller, id);
  }

  private static Dashboard read(JdbcClient sql, Caller caller, UUID id) {
    var head =
        sql.sql(
                """
                select id, name, created_at, updated_at, version from analytics.dashboard
                where tenant_id = :tenant and id = :id
                """)
            .param("tenant", caller.tenantId())
            .param("id", id)
            .query(Rows.of(Head.class))
            .optional()
            .orElseThrow(() -> notFound(id));
    var cards =
        sql.sql(
                """
                select dashboard_id, question_id, width from analytics.dashboard_card
                where tenant_id = :tenant and dashboard_id = :id
                order by position
                """)
            .param("tenant", caller.tenantId())
            .param("id", id)
            .query(Rows.of(Placed.class))
            .list();
    return whole(
        head, cards.stream().map(card -> new Card(card.questionId(), card.width())).toList());
  }

  private static Dashboard whole(Head head, List<Card> cards) {
    return new Dashboard(
        head.id(), head.name(), cards, head.createdAt(), head.updatedAt(), head.version());
  }

  private static NotFound notFound(UUID id) {
    return new NotFound(BoardsError.DASHBOARD_NOT_FOUND, "There is no dashboard " + id + ".");
  }
}
