package dev.freehold.bench;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.keys.ApiKeys;
import dev.freehold.accounts.limits.Quota;
import dev.freehold.accounts.limits.TenantLimits;
import dev.freehold.accounts.sessions.SignUps;
import dev.freehold.attribution.App;
import dev.freehold.attribution.AppDraft;
import dev.freehold.attribution.Apps;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.server.RunningServer;
import java.util.List;
import java.util.UUID;

/** One tenant of a server with a key that may do everything, and an app. */
record Tenancy(UUID tenant, String key, App app) {

  static Tenancy signUp(RunningServer server, String slug) {
    var owner =
        server
            .bean(SignUps.class)
            .create(
                new SignUps.SignUp(
                    "owner@" + slug + ".example", "Owner", "a long enough password", slug, slug));
    var caller =
        new Caller(
            owner.tenantId(),
            new Actor(Actor.Kind.USER, owner.userId(), "Owner"),
            Role.OWNER.permissions(server.bean(Permissions.class)),
            "bench",
            null);
    liftLimits(server, owner.tenantId());
    var key = server.bean(ApiKeys.class).create(caller, "bench", List.of("*"), null).key();
    var app =
        server
            .bean(Apps.class)
            .create(
                caller,
                new AppDraft("Bench", App.Platform.WEB, "EUR", null, null, null, null, null));
    return new Tenancy(owner.tenantId(), key, app);
  }

  /** Counts as always, in all windows, and never refuses. */
  private static void liftLimits(RunningServer server, UUID tenant) {
    long most = 1_000_000_000;
    limit(server, tenant, new Quota(most, most, most, most));
  }

  static void limit(RunningServer server, UUID tenant, Quota quota) {
    var operator =
        new Caller(
            new UUID(0, 0),
            new Actor(Actor.Kind.SYSTEM, null, "bench"),
            Role.permissionsOfOperator(server.bean(Permissions.class)),
            "bench",
            null);
    server.bean(TenantLimits.class).change(operator, tenant, "unmetered", quota, "a benchmark");
  }
}
