package dev.freehold.accounts.operator;

import dev.freehold.kernel.error.Invalid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant as its operator sees it; what it holds stays its own.
 *
 * @param plan null for the installation's standard plan
 * @param own whether it is the operator's own tenant
 * @param members who may act in it
 * @param keys those that are good
 * @param requests what its keys were used for so far, a few seconds late
 * @param failedJobs jobs given up in the last 30 days
 * @param undelivered facts that wait for their subscribers
 * @param lastActiveAt when a key or a member of it was last seen
 * @param eraseAfter from when on nothing brings it back, if it is to be removed
 */
public record OperatedTenant(
    UUID tenantId,
    @Schema(example = "acme") String slug,
    @Schema(example = "Acme Europe") String name,
    State state,
    boolean own,
    @Nullable String plan,
    long members,
    long keys,
    long requests,
    long failedJobs,
    long undelivered,
    @Nullable Instant lastActiveAt,
    @Nullable Instant suspendedAt,
    @Nullable String suspendedReason,
    @Nullable Instant eraseAfter,
    Instant createdAt) {

  /** Whether a tenant may be used. */
  public enum State {
    ACTIVE,
    /** The operator keeps it out; everything of it waits. */
    SUSPENDED,
    /** The same, until it is erased. */
    REMOVING,
    /** It closed itself, or its grace time is over; it is erased. */
    CLOSED;

    /**
     * @param wireName null or empty for any
     */
    static @Nullable State of(@Nullable String wireName) {
      if (wireName == null || wireName.isEmpty()) {
        return null;
      }
      return Arrays.stream(values())
          .filter(state -> state.wireName().equals(wireName))
          .findFirst()
          .orElseThrow(
              () -> Invalid.parameter("state", "must be active, suspended, removing or closed"));
    }

    public String label() {
      return switch (this) {
        case ACTIVE -> "Active";
        case SUSPENDED -> "Suspended";
        case REMOVING -> "To be removed";
        case CLOSED -> "Closed";
      };
    }

    /** The colour of its mark on a page. */
    public String tag() {
      return switch (this) {
        case ACTIVE -> "good";
        case SUSPENDED, REMOVING -> "bad";
        case CLOSED -> "";
      };
    }

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether something of it failed, or waits. */
  public boolean needsLook() {
    return failedJobs > 0 || undelivered > 0;
  }
}
