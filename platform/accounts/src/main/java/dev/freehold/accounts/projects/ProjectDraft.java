package dev.freehold.accounts.projects;

import dev.freehold.accounts.limits.Quota;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A project to be made.
 *
 * @param slug made from the name if left out
 * @param settings up to 50 names with a text, number or boolean each
 * @param limits none beside the tenant's if left out
 * @param maxKeys no limit if left out
 */
public record ProjectDraft(
    @NotBlank @Size(max = 255) @Schema(example = "Web shop") String name,
    @Nullable @Size(max = 100) @Schema(example = "web-shop") String slug,
    @Nullable @Size(max = 1000) @Schema(example = "What customers see.") String description,
    @Nullable @Schema(type = "object", example = "{\"region\": \"eu\", \"beta\": true}")
        JsonNode settings,
    @Nullable @Valid Quota limits,
    @Nullable @Min(1) @Max(Projects.MOST_KEYS) @Schema(example = "20") Integer maxKeys) {

  /** With nothing but a name. */
  public static ProjectDraft named(String name) {
    return new ProjectDraft(name, null, null, null, null, null);
  }
}
