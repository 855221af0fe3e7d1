package dev.freehold.accounts.sso;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A domain that a tenant claims for its logins.
 *
 * @param challenge what the TXT record must hold, behind {@link SsoDomains#MARK}
 * @param provenAt null as long as it is only claimed
 */
public record SsoDomain(
    UUID id, String domain, String challenge, Instant createdAt, @Nullable Instant provenAt) {

  /** The name whose TXT record proves the claim. */
  public String recordName() {
    return SsoDomains.PREFIX + domain;
  }

  /** What that record holds. */
  public String recordValue() {
    return SsoDomains.MARK + challenge;
  }

  /** As the API shows it. */
  record Shown(
      UUID id,
      String domain,
      String recordName,
      String recordValue,
      Instant createdAt,
      @Nullable Instant provenAt) {}

  Shown shown() {
    return new Shown(id, domain, recordName(), recordValue(), createdAt, provenAt);
  }
}
