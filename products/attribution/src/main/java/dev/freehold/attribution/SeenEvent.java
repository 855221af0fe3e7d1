package dev.freehold.attribution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event as it is shown. */
public record SeenEvent(
    String eventId,
    String type,
    String userId,
    Instant occurredAt,
    @Nullable String channel,
    @Nullable String campaign,
    @Nullable String adGroup,
    @Nullable String creative,
    @Nullable String revenue) {}
