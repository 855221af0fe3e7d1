package dev.freehold.kernel.jobs;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Long work done in the background for one tenant.
 *
 * @param kind what is done, for instance {@code attribution.erase_user}
 * @param result what came of it, once it succeeded
 * @param error why it failed, once it was given up
 */
public record Job(
    UUID id,
    String kind,
    State state,
    int attempts,
    @Schema(type = "object") @Nullable JsonNode result,
    @Nullable String error,
    Instant createdAt,
    @Nullable Instant finishedAt) {

  /** Where a job stands. */
  public enum State {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED
  }
}
