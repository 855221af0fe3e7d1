package dev.freehold.analytics.boards;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import tools.jackson.databind.JsonNode;

/**
 * A question to be saved.
 *
 * @param definition the body with which a question of this kind is asked, such as that of {@code
 *     POST /v1/analytics/trends}
 */
public record QuestionDraft(
    @NotBlank @Size(max = 255) @Schema(example = "Sign-ups by country") String name,
    @NotNull QuestionKind kind,
    @NotNull
        @Schema(
            type = "object",
            example = "{\"series\": [{\"event\": \"sign up\"}], \"breakdown\": \"country\"}")
        JsonNode definition) {}
