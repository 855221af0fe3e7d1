package dev.freehold.accounts.projects;

import dev.freehold.accounts.limits.Quota;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A change of a project: what is left out stays.
 *
 * @param settings all of them, in the place of those it had
 * @param limits all of them, in the place of those it had; one without numbers takes them away
 * @param maxKeys 0 takes the limit away; keys beyond a lower one go on working
 */
public record ProjectChange(
    @Nullable @Size(min = 1, max = 255) @Pattern(regexp = ".*\\S.*", message = "must not be blank")
        String name,
    @Nullable @Size(max = 100) @Schema(example = "web-shop") String slug,
    @Nullable @Size(max = 1000) String description,
    @Nullable @Schema(type = "object", example = "{\"region\": \"eu\", \"beta\": true}")
        JsonNode settings,
    @Nullable @Valid Quota limits,
    @Nullable @Min(0) @Max(Projects.MOST_KEYS) @Schema(example = "20") Integer maxKeys) {}
