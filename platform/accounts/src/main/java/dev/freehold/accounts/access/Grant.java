package dev.freehold.accounts.access;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Impersonation;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * What a key or session stands for.
 *
 * @param tenantId whose rows it reaches; the sandbox's for a test key
 * @param home the tenant that it belongs to
 * @param project the one that a key is bound to
 * @param partial permissions held for single things alone
 * @param endsAt from when on it stands for nothing, if it ends by itself
 * @param impersonation set while the operator acts as the actor
 * @param addresses from where it may be used; from anywhere if empty
 */
public record Grant(
    UUID tenantId,
    UUID home,
    @Nullable KeyProject project,
    Actor actor,
    Set<String> permissions,
    Set<String> partial,
    @Nullable Instant endsAt,
    List<IpAddressMatcher> addresses,
    @Nullable Impersonation impersonation) {

  /** Of somebody who acts for themselves. */
  Grant(
      UUID tenantId,
      UUID home,
      @Nullable KeyProject project,
      Actor actor,
      Set<String> permissions,
      Set<String> partial,
      @Nullable Instant endsAt,
      List<IpAddressMatcher> addresses) {
    this(tenantId, home, project, actor, permissions, partial, endsAt, addresses, null);
  }

  Grant lentBy(Impersonation lender) {
    return new Grant(
        tenantId, home, project, actor, permissions, partial, endsAt, addresses, lender);
  }

  /** Whether it may be used from this network address. */
  public boolean allows(String address) {
    return addresses.isEmpty() || addresses.stream().anyMatch(range -> range.matches(address));
  }

  boolean hasEnded(Instant now) {
    return endsAt != null && !now.isBefore(endsAt);
  }
}
