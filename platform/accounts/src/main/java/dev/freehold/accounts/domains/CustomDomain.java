package dev.freehold.accounts.domains;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A host that a tenant claims.
 *
 * @param host in ASCII, as the DNS has it
 * @param recordName where the TXT record has to stand
 * @param recordValue what it has to hold
 * @param verifiedAt from when on the host shows this tenant; null while it is only claimed
 * @param checkedAt when the record was last looked for
 * @param missingSince since when it has been missing; after seven days the host is not verified any
 *     more
 */
public record CustomDomain(
    UUID id,
    @Schema(example = "console.acme.example") String host,
    @Schema(example = "_freehold-challenge.console.acme.example") String recordName,
    @Schema(example = "freehold-verification=hV2mZ0pQ7xJ4sT9aB1cD3eF5gH6iK8lM") String recordValue,
    @Nullable Instant verifiedAt,
    @Nullable Instant checkedAt,
    @Nullable Instant missingSince,
    Instant createdAt) {

  static final String PREFIX = "_freehold-challenge.";
  static final String VALUE = "freehold-verification=";

  /** A row as the database has it. */
  record Row(
      UUID id,
      String host,
      String token,
      @Nullable Instant verifiedAt,
      @Nullable Instant checkedAt,
      @Nullable Instant missingSince,
      Instant createdAt) {

    CustomDomain domain() {
      return new CustomDomain(
          id, host, PREFIX + host, VALUE + token, verifiedAt, checkedAt, missingSince, createdAt);
    }
  }
}
