package dev.freehold.accounts.keys;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether a key may do something. Nothing is said of a key that is not this tenant's.
 *
 * @param projectId the project that the key is bound to
 * @param tenantId whose rows the key reaches; the sandbox's for a test key
 */
public record KeyVerification(
    boolean valid,
    Reason reason,
    @Nullable UUID keyId,
    @Nullable UUID tenantId,
    @Nullable UUID projectId,
    @Schema(example = "Web shop") @Nullable String name,
    @Nullable List<String> scopes,
    @Nullable Instant expiresAt) {

  /** Why the answer is what it is. */
  public enum Reason {
    VALID,
    NOT_FOUND,
    ADDRESS_NOT_ALLOWED,
    PROJECT_PAUSED,
    LACKS_PERMISSION
  }

  static KeyVerification notFound() {
    return new KeyVerification(false, Reason.NOT_FOUND, null, null, null, null, null, null);
  }
}
