package dev.freehold.attribution;

import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.batch.RowText;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.jobs.Job;
import dev.freehold.kernel.jobs.Jobs;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.springframework.stereotype.Component;

/** Erasure of a person's events, for good, by a job. */
@Component
public class Erasures {

  static final String KIND = "attribution.erase_user";

  /** Whose events go. */
  record Request(String userId) {}

  /** How many rows went. */
  record Result(long erasedRows) {}

  private final TenantDb db;
  private final Jobs jobs;
  private final EventStore store;

  Erasures(TenantDb db, Jobs jobs, EventStore store) {
    this.db = db;
    this.jobs = jobs;
    this.store = store;
  }

  /** Begins the erasure; the job says when not a byte is left. */
  public Job begin(Caller caller, String userId) {
    if (!RowText.isText(userId, EventRules.MAX_USER_ID)) {
      throw Invalid.parameter("user_id", "must have 1 to 255 characters");
    }
    return db.inTenant(caller, sql -> jobs.enqueue(sql, KIND, new Request(userId)));
  }

  /** The person's events, the clicks that turned out to be theirs, and the tie between the two. */
  Result erase(Caller caller, Request request) {
    var people = new HashSet<>(clickIds(caller, request.userId()));
    people.add(request.userId());
    long rows = eraseTogether(caller, people);
    rows += store.erase(caller.tenantId(), AttributionStreams.IDENTITIES, request.userId());
    return new Result(rows);
  }

  /** At the same time, so that the store does one rewrite for all of them. */
  private long eraseTogether(Caller caller, Set<String> people) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var erasures =
          people.stream()
              .map(
                  person ->
                      CompletableFuture.supplyAsync(
                          () -> store.erase(caller.tenantId(), AttributionStreams.EVENTS, person),
                          threads))
              .toList();
      return erasures.stream().mapToLong(CompletableFuture::join).sum();
    }
  }

  private List<String> clickIds(Caller caller, String userId) {
    return store.query(
        caller.tenantId(),
        Query.of("select click_id from {attribution_identities} where user_id = ?", userId),
        Events.QUERY_LIMIT,
        row -> row.getString("click_id"));
  }
}
