package dev.freehold.analytics.collect;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a person did, or something that is known of them, as it is sent.
 *
 * @param eventId 1 to 128 characters, chosen by the sender: the same one within seven days counts
 *     once. Made here when it is left out; sending such an event again counts it again
 * @param kind {@code track} unless it is said; {@code identify} says what is known of the person,
 *     {@code alias} which other id was theirs, {@code group} where they belong
 * @param name what happened, 1 to 128 characters; required for {@code track}, {@code page_view} for
 *     a look at a page
 * @param personId 1 to 255 characters, the person as you know them
 * @param alias another id of the person, for {@code alias} and {@code identify}: what it did is
 *     theirs from then on
 * @param groupId the company or team, required for {@code group}
 * @param occurredAt at most 5 minutes ahead and 730 days old; when it arrived, if left out
 * @param channel how they came; taken from campaign parameters and referrer if left out
 * @param url the page, from which host, path and campaign parameters are taken
 * @param referrer the page before, of which the host is kept unless it is the page's own
 * @param userAgent of the person's browser, which becomes browser, os and device
 * @param ip of the person, from which the country is found; only its network is kept
 * @param country two letters, if you know better than the address
 * @param value a number to add up
 * @param properties at most 8,192 bytes of JSON
 */
// For the API document alone: TrackedReader reads events without making this object.
@Schema(name = "TrackedEvent")
record TrackedDocument(
    @Schema(example = "order-1001") @Nullable String eventId,
    @Schema(example = "track") @Nullable String kind,
    @Schema(example = "order_completed") @Nullable String name,
    @Schema(example = "customer-17") String personId,
    @Nullable String alias,
    @Schema(example = "acme") @Nullable String groupId,
    @Nullable Instant occurredAt,
    @Nullable UUID projectId,
    @Nullable String programId,
    @Nullable String channel,
    @Schema(example = "https://shop.example/sale?utm_source=news") @Nullable String url,
    @Schema(example = "https://www.google.com/") @Nullable String referrer,
    @Nullable String userAgent,
    @Schema(example = "203.0.113.7") @Nullable String ip,
    @Schema(example = "DE") @Nullable String country,
    @Schema(example = "49.9") @Nullable Double value,
    @Nullable Map<String, Object> properties) {}
