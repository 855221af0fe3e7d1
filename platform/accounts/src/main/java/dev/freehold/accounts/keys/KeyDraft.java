package dev.freehold.accounts.keys;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of a key.
 *
 * @param scopes permissions by name; {@code *} alone stands for all that the maker holds
 * @param allowedAddresses addresses or CIDR ranges; from anywhere if empty
 */
public record KeyDraft(
    String name,
    KeyMode mode,
    List<String> scopes,
    @Nullable Instant expiresAt,
    List<String> allowedAddresses) {

  /** A key to the tenant's own data, to be used from anywhere. */
  public static KeyDraft live(String name, List<String> scopes, @Nullable Instant expiresAt) {
    return new KeyDraft(name, KeyMode.LIVE, scopes, expiresAt, List.of());
  }
}
