package dev.freehold.attribution;

import dev.freehold.kernel.http.Versioned;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tracking link: whoever follows it is recorded as a touch of its campaign and sent on.
 *
 * @param code the last part of its address, {@code /t/<code>}
 * @param destination where it leads, with macros such as {@code {click_id}}
 * @param clickUrl the address to publish
 * @param impressionUrl the address of the invisible image that records a view
 */
public record Link(
    UUID id,
    UUID appId,
    @Schema(example = "4fKq9ZtB2mXc") String code,
    @Schema(example = "Newsletter, top banner") String name,
    @Schema(example = "https://shop.example/sale?ref={click_id}") String destination,
    @Schema(example = "email") String channel,
    @Schema(example = "autumn-sale") String campaign,
    @Nullable String adGroup,
    @Nullable String creative,
    String clickUrl,
    String impressionUrl,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant archivedAt,
    long version)
    implements Versioned {}
