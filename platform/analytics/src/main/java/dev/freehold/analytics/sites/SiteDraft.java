package dev.freehold.analytics.sites;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * A site to be made.
 *
 * @param origins 1 to 20 of the form {@code https://shop.example}, without a path
 */
public record SiteDraft(
    @NotBlank @Size(max = 255) @Schema(example = "Shop") String name,
    @NotEmpty @Size(max = Origins.MOST) @Schema(example = "[\"https://shop.example\"]")
        List<@NotNull @Size(max = Origins.MAX_LENGTH) String> origins) {}
