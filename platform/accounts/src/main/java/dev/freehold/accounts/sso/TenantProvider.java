package dev.freehold.accounts.sso;

import dev.freehold.accounts.Role;
import java.util.UUID;

/**
 * A provider as its logins see it, before there is a caller.
 *
 * @param clientSecret still encrypted
 */
record TenantProvider(
    UUID tenantId,
    String slug,
    String name,
    UUID providerId,
    String issuer,
    String clientId,
    byte[] clientSecret,
    Role defaultRole,
    boolean enforced) {

  @Override
  public String toString() {
    return "TenantProvider[" + slug + " " + issuer + "]";
  }
}
