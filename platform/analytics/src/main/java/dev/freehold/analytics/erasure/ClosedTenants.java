package dev.freehold.analytics.erasure;

import dev.freehold.accounts.tenants.TenantClosed;
import dev.freehold.eventstore.EventStore;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.jobs.Jobs;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Erases the events of tenants that were closed, of every module: the store is asked once for all
 * streams. It waits until no node takes the tenant's keys from memory any more.
 */
@Component
class ClosedTenants {

  static final String KIND = "analytics.erase_tenant";

  /** What a key or site stands for is remembered for seconds at most; a request may take longer. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  /** Which closing is obeyed. */
  record Request(Instant closedAt) {}

  private final TenantDb db;
  private final Jobs jobs;
  private final EventStore store;

  ClosedTenants(TenantDb db, Jobs jobs, EventStore store) {
    this.db = db;
    this.jobs = jobs;
    this.store = store;
  }

  void begin(Caller caller, TenantClosed closed) {
    db.inTenant(caller, sql -> jobs.enqueue(sql, KIND, new Request(closed.closedAt()), SETTLED));
  }

  void erase(Caller caller) {
    store.eraseTenant(caller.tenantId());
  }
}
