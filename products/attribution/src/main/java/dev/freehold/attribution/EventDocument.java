package dev.freehold.attribution;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event as it is sent.
 *
 * @param eventId 1 to 128 characters, chosen by the sender: the same one within seven days counts
 *     once
 * @param type {@code impression}, {@code click}, {@code install}, {@code open} or a type of yours:
 *     1 to 64 letters, digits and {@code _ . : -}
 * @param userId 1 to 255 characters, the person as you know them
 * @param occurredAt at most 5 minutes ahead and 35 days old
 * @param revenue a decimal string with at most four digits more than the currency has
 * @param currency the app's currency, if given
 * @param clickId the click id that a tracking link appended: the click then belongs to this person
 * @param properties at most 4,096 bytes of JSON
 */
// For the API document alone: EventReader reads events without making this object.
@Schema(name = "Event")
record EventDocument(
    @Schema(example = "order-1001") String eventId,
    UUID appId,
    @Schema(example = "purchase") String type,
    @Schema(example = "customer-17") String userId,
    Instant occurredAt,
    @Schema(example = "email") @Nullable String channel,
    @Schema(example = "autumn-sale") @Nullable String campaign,
    @Nullable String adGroup,
    @Nullable String creative,
    @Schema(example = "49.90") @Nullable String revenue,
    @Schema(example = "EUR") @Nullable String currency,
    @Nullable String clickId,
    @Nullable Map<String, Object> properties) {}
