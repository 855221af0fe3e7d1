package dev.freehold.accounts.keys;

import dev.freehold.accounts.access.Authentication;
import dev.freehold.accounts.access.Grant;
import dev.freehold.accounts.keys.KeyVerification.Reason;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says whether a key that somebody showed to a tenant's own service is good, from memory. */
@Component
public class KeyVerifier {

  private final Authentication authentication;

  KeyVerifier(Authentication authentication) {
    this.authentication = authentication;
  }

  /**
   * @param permission what the key is to be used for, if that matters
   * @param address from where it was sent, if that matters
   */
  public KeyVerification verify(
      Caller caller, String key, @Nullable String permission, @Nullable String address) {
    var grant = authentication.ofKey(key);
    if (grant == null
        || !grant.home().equals(caller.tenantId())
        || grant.actor().kind() != Actor.Kind.KEY
        || isHiddenFrom(caller, grant)) {
      return KeyVerification.notFound();
    }
    var reason = reason(grant, permission, address);
    return new KeyVerification(
        reason == Reason.VALID,
        reason,
        grant.actor().id(),
        grant.tenantId(),
        grant.project() == null ? null : grant.project().id(),
        grant.actor().name(),
        grant.permissions().stream().sorted().toList(),
        grant.endsAt());
  }

  private static boolean isHiddenFrom(Caller caller, Grant grant) {
    return caller.project() != null
        && (grant.project() == null || !grant.project().id().equals(caller.project()));
  }

  private static Reason reason(Grant grant, @Nullable String permission, @Nullable String address) {
    if (address != null && !grant.allows(address)) {
      return Reason.ADDRESS_NOT_ALLOWED;
    }
    if (grant.project() != null && !grant.project().isActive()) {
      return Reason.PROJECT_PAUSED;
    }
    return permission == null || grant.permissions().contains(permission)
        ? Reason.VALID
        : Reason.LACKS_PERMISSION;
  }
}
