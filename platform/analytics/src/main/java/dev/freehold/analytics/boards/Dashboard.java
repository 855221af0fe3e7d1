package dev.freehold.analytics.boards;

import dev.freehold.kernel.http.Versioned;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Saved questions, arranged.
 *
 * @param cards from the top left, row by row
 */
public record Dashboard(
    UUID id,
    @Schema(example = "Product team") String name,
    List<Card> cards,
    Instant createdAt,
    Instant updatedAt,
    long version)
    implements Versioned {

  /** A question on a dashboard; each stands on it once. */
  public record Card(UUID questionId, Width width) {}

  /** How much of the page's width a card takes. */
  public enum Width {
    THIRD,
    HALF,
    FULL
  }
}
