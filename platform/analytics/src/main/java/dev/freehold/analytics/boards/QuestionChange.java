package dev.freehold.analytics.boards;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A change of a saved question: what is left out stays. Its kind is fixed. */
public record QuestionChange(
    @Nullable @Size(min = 1, max = 255) @Pattern(regexp = ".*\\S.*", message = "must not be blank")
        String name,
    @Nullable
        @Schema(
            type = "object",
            example = "{\"series\": [{\"event\": \"sign up\"}], \"breakdown\": \"country\"}")
        JsonNode definition) {}
