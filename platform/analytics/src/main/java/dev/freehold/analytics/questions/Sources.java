package dev.freehold.analytics.questions;

/**
 * What questions read: events {@code e} beside {@code k}, which knows who an id turned out to be.
 */
public final class Sources {

  private Sources() {}

  /** Begins a statement: the first alias of an id counts, by time and then by the alias' id. */
  public static SqlText addKnown(SqlText sql) {
    return sql.add("with known ")
        .add(sql.materialized())
        .add(
            """
             (
              select alias as id, %s as person
              from {analytics_aliases}
              where alias <> person_id
              group by alias
            )
            """
                .formatted(sql.first("person_id", "(occurred_at, alias_id)")));
  }

  /** Adds where the events of a window come from, before further conditions. */
  public static SqlText addEvents(SqlText sql, Window window) {
    return sql.add(
        """
        from {analytics_events} e left join known k on k.id = e.person_id
          where e.occurred_at >= ? and e.occurred_at < ?\
        """,
        window.from(),
        window.to());
  }
}
