package dev.freehold.accounts.keys;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of a key.
 *
 * @param scopes permissions by name; {@code *} alone stands for all that the maker holds
 * @param allowedAddresses addresses or CIDR ranges; from anywhere if empty
 * @param projectId binds the key to a project for good; the maker's own if the maker is bound
 */
public record KeyDraft(
    String name,
    KeyMode mode,
    List<String> scopes,
    @Nullable Instant expiresAt,
    List<String> allowedAddresses,
    @Nullable UUID projectId) {

  /** A key that is bound to no project. */
  public KeyDraft(
      String name,
      KeyMode mode,
      List<String> scopes,
      @Nullable Instant expiresAt,
      List<String> allowedAddresses) {
    this(name, mode, scopes, expiresAt, allowedAddresses, null);
  }

  /** A key to the tenant's own data, to be used from anywhere. */
  public static KeyDraft live(String name, List<String> scopes, @Nullable Instant expiresAt) {
    return new KeyDraft(name, KeyMode.LIVE, scopes, expiresAt, List.of());
  }

  /** The same key, bound to a project. */
  public KeyDraft inProject(@Nullable UUID id) {
    return new KeyDraft(name, mode, scopes, expiresAt, allowedAddresses, id);
  }
}
