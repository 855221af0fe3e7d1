package dev.freehold.attribution;

import dev.freehold.attribution.credit.CreditRow;
import dev.freehold.attribution.credit.Credits;
import dev.freehold.eventstore.EventStore;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.http.ClientConnection;
import dev.freehold.kernel.http.Page;
import java.time.Clock;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Credit per campaign, or whatever else it is grouped by, of a tenant's app. */
@Component
public class CreditReports {

  private final Apps apps;
  private final EventStore store;
  private final Clock clock;

  CreditReports(Apps apps, EventStore store, Clock clock) {
    this.apps = apps;
    this.store = store;
    this.clock = clock;
  }

  /** A page of the report, most conversions under its first model first. */
  public Page<CreditRow> report(Caller caller, CreditRequest request) {
    var query = request.query(apps.get(caller, request.appId()), clock.instant());
    var rows = ClientConnection.whileThere(() -> Credits.report(store, caller.tenantId(), query));
    return rows.size() <= request.limit()
        ? new Page<>(rows, null)
        : new Page<>(rows.subList(0, request.limit()), request.nextCursor());
  }

  /** The same rows under all five models, in one statement. */
  public Page<CreditRow> compare(Caller caller, CreditRequest request) {
    return report(caller, request.underAllModels());
  }

  App app(Caller caller, UUID id) {
    return apps.get(caller, id);
  }
}
