package dev.freehold.attribution;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tracking link to be made.
 *
 * @param destination an http or https address; path, query and fragment may hold the macros {@code
 *     {click_id}}, {@code {link_id}}, {@code {channel}}, {@code {campaign}}, {@code {ad_group}},
 *     {@code {creative}} and {@code {timestamp}}; without {@code {click_id}} the parameter {@code
 *     click_id} is appended
 */
public record LinkDraft(
    @NotNull UUID appId,
    @NotBlank @Size(max = 255) @Schema(example = "Newsletter, top banner") String name,
    @NotBlank
        @Size(max = Destination.MAX_LENGTH)
        @Schema(example = "https://shop.example/sale?ref={click_id}")
        String destination,
    @NotBlank @Size(max = 255) @Schema(example = "email") String channel,
    @NotBlank @Size(max = 255) @Schema(example = "autumn-sale") String campaign,
    @Nullable @Size(min = 1, max = 255) String adGroup,
    @Nullable @Size(min = 1, max = 255) String creative) {}
