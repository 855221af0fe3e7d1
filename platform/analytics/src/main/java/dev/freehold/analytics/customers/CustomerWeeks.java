package dev.freehold.analytics.customers;

import dev.freehold.accounts.tenants.TenantDirectory;
import dev.freehold.analytics.summaries.Week;
import dev.freehold.analytics.summaries.WeekQuestions;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.TenantDb;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Computes each tenant's week, as that tenant, and keeps it. Doing it again gives the same row, so
 * it may run twice or break off at any point.
 */
@Component
public class CustomerWeeks {

  private static final Logger log = LoggerFactory.getLogger(CustomerWeeks.class);
  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "customer weeks");

  private final TenantDirectory directory;
  private final WeekQuestions questions;
  private final TenantDb db;
  private final Clock clock;

  CustomerWeeks(TenantDirectory directory, WeekQuestions questions, TenantDb db, Clock clock) {
    this.directory = directory;
    this.questions = questions;
    this.db = db;
    this.clock = clock;
  }

  /** This week so far and the one before, which late events may still change. */
  public void run() {
    var week = Week.of(clock.instant());
    for (var customer : directory.customers(ACTOR, "customer-weeks")) {
      try {
        var caller = Caller.system(customer.tenantId(), "customer weeks", "customer-weeks");
        compute(caller, week.before());
        compute(caller, week);
      } catch (RuntimeException e) {
        // One tenant's trouble must not keep the others waiting; the next run tries it again.
        log.warn("the week of {} waits for the next run", customer.tenantId(), e);
      }
    }
  }

  /** Computes and keeps one week of the caller's tenant. */
  public void compute(Caller caller, Week week) {
    var figures = questions.ask(caller.tenantId(), week);
    db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    insert into analytics.customer_week
                      (week, events, people, requests, tokens, cost, last_event_at)
                    values (:week, :events, :people, :requests, :tokens, :cost, :last)
                    on conflict (tenant_id, week) do update
                    set events = excluded.events, people = excluded.people,
                      requests = excluded.requests, tokens = excluded.tokens,
                      cost = excluded.cost, last_event_at = excluded.last_event_at,
                      computed_at = now()
                    """)
                .param("week", week.monday())
                .param("events", figures.events())
                .param("people", figures.people())
                .param("requests", figures.requests())
                .param("tokens", figures.tokens())
                .param("cost", figures.cost())
                .param(
                    "last",
                    figures.lastEventAt() == null ? null : Timestamp.from(figures.lastEventAt()),
                    Types.TIMESTAMP)
                .update());
  }
}
