package dev.freehold.analytics.boards;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.freehold.kernel.http.Versioned;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A question that was kept, to be asked again.
 *
 * @param kind decides what the definition can hold
 * @param definition the body with which it is asked
 */
public record SavedQuestion(
    UUID id,
    @Schema(example = "Sign-ups by country") String name,
    QuestionKind kind,
    @Schema(
            type = "object",
            example = "{\"series\": [{\"event\": \"sign up\"}], \"breakdown\": \"country\"}")
        JsonNode definition,
    Instant createdAt,
    Instant updatedAt,
    long version)
    implements Versioned {

  /** The page that asks it. */
  @JsonIgnore
  public String href() {
    return kind.page() + "?saved=" + id;
  }
}
