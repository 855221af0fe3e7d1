package dev.freehold.accounts.keys;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key just made, the only time its secret is shown.
 *
 * @param key the whole key, to send as {@code Authorization: Bearer <key>}
 */
public record NewApiKey(
    UUID id,
    @Schema(example = "4fKq9ZtB2mXc") String publicId,
    KeyMode mode,
    @Schema(example = "Web shop") String name,
    List<String> scopes,
    @Schema(example = "[\"203.0.113.0/24\"]") List<String> allowedAddresses,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable UUID projectId,
    @Nullable UUID rolledFrom,
    String key) {

  static NewApiKey of(ApiKey key, String text) {
    return new NewApiKey(
        key.id(),
        key.publicId(),
        key.mode(),
        key.name(),
        key.scopes(),
        key.allowedAddresses(),
        key.createdAt(),
        key.expiresAt(),
        key.projectId(),
        key.rolledFrom(),
        text);
  }

  @Override
  public String toString() {
    return "NewApiKey[" + publicId + "]";
  }
}
