package dev.freehold.analytics.erasure;

import dev.freehold.analytics.AnalyticsStreams;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.Stream;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.batch.RowText;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.jobs.Job;
import dev.freehold.kernel.jobs.Jobs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.springframework.stereotype.Component;

/**
 * Erasure of a person, for good, by a job: what they did and used, under every id that was theirs,
 * and the ties between those ids.
 */
@Component
public class PersonErasures {

  static final String KIND = "analytics.erase_person";
  static final int MAX_PERSON_ID = 255;

  private static final Duration QUERY_LIMIT = Duration.ofSeconds(30);
  private static final List<Stream> OF_PEOPLE =
      List.of(AnalyticsStreams.EVENTS, AnalyticsStreams.USAGE, AnalyticsStreams.MCP_USAGE);

  /** Whose events go. */
  record Request(String personId) {}

  /** How many rows went. */
  record Result(long erasedRows) {}

  private final TenantDb db;
  private final Jobs jobs;
  private final EventStore store;

  PersonErasures(TenantDb db, Jobs jobs, EventStore store) {
    this.db = db;
    this.jobs = jobs;
    this.store = store;
  }

  /** Begins the erasure; the job says when it is done. */
  public Job begin(Caller caller, String personId) {
    if (!RowText.isText(personId, MAX_PERSON_ID)) {
      throw Invalid.parameter("person_id", "must have 1 to " + MAX_PERSON_ID + " characters");
    }
    return db.inTenant(caller, sql -> jobs.enqueue(sql, KIND, new Request(personId)));
  }

  /** The ties go last, those of the person at the very end: an attempt that fails is repeated. */
  Result erase(Caller caller, Request request) {
    var ids = idsOf(caller, request.personId());
    long rows = 0;
    for (var stream : OF_PEOPLE) {
      rows += eraseTogether(caller, stream, ids);
    }
    rows += eraseTiesToOthers(caller, ids);
    ids.remove(request.personId());
    rows += eraseTogether(caller, AnalyticsStreams.ALIASES, ids);
    rows += store.erase(caller.tenantId(), AnalyticsStreams.ALIASES, request.personId());
    return new Result(rows);
  }

  /**
   * The person's id, the ids that were said to be theirs, and those that were said to be of these.
   */
  private Set<String> idsOf(Caller caller, String personId) {
    var ids = new LinkedHashSet<String>(List.of(personId));
    var next = new ArrayDeque<String>(ids);
    while (!next.isEmpty()) {
      for (var alias :
          texts(
              caller, "select alias from {analytics_aliases} where person_id = ?", next.remove())) {
        if (ids.add(alias)) {
          next.add(alias);
        }
      }
    }
    return ids;
  }

  /** Where one of the ids was said to be somebody else's: that person stays, the tie goes. */
  private long eraseTiesToOthers(Caller caller, Set<String> ids) {
    var ties = new LinkedHashSet<String>();
    for (var id : ids) {
      store
          .query(
              caller.tenantId(),
              Query.of("select alias_id, person_id from {analytics_aliases} where alias = ?", id),
              QUERY_LIMIT,
              row -> ids.contains(row.getString("person_id")) ? "" : row.getString("alias_id"))
          .stream()
          .filter(tie -> !tie.isEmpty())
          .forEach(ties::add);
    }
    return ties.isEmpty() ? 0 : store.delete(caller.tenantId(), AnalyticsStreams.ALIASES, ties);
  }

  private List<String> texts(Caller caller, String statement, String id) {
    return store.query(
        caller.tenantId(), Query.of(statement, id), QUERY_LIMIT, row -> row.getString(1));
  }

  /** At the same time, so that the store does one rewrite for all of them. */
  private long eraseTogether(Caller caller, Stream stream, Set<String> people) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var erasures =
          people.stream()
              .map(
                  person ->
                      CompletableFuture.supplyAsync(
                          () -> store.erase(caller.tenantId(), stream, person), threads))
              .toList();
      return erasures.stream().mapToLong(CompletableFuture::join).sum();
    }
  }
}
