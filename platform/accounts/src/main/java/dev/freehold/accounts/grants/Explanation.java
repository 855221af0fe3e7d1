package dev.freehold.accounts.grants;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a member or key may do something, or may not.
 *
 * @param reason what decided it
 * @param name of the role, custom role or key that decided
 * @param id of the custom role, key or grant that decided
 */
public record Explanation(
    boolean allowed,
    Reason reason,
    @Schema(example = "admin") @Nullable String name,
    @Nullable UUID id) {

  /** What can decide, in the order in which it is asked. */
  public enum Reason {
    SUSPENDED,
    ENDED,
    PROJECT_PAUSED,
    OTHER_PROJECT,
    ROLE,
    CUSTOM_ROLE,
    SCOPE,
    GRANT,
    NOTHING_GRANTS_IT
  }

  static Explanation yes(Reason reason, @Nullable String name, @Nullable UUID id) {
    return new Explanation(true, reason, name, id);
  }

  static Explanation no(Reason reason) {
    return new Explanation(false, reason, null, null);
  }
}
