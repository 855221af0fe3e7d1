package dev.freehold.analytics.usage;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One use of a model or of a feature, as it is sent. Amounts are whole numbers, or strings of
 * digits where they may be larger than a float can hold.
 *
 * @param requestId 1 to 128 characters, chosen by the sender: the same one within seven days counts
 *     once
 * @param type of what, such as {@code chat} or {@code report}: 1 to 64 letters, digits and {@code _
 *     . : -}
 * @param status {@code ok} unless it is said
 * @param occurredAt at most 5 minutes ahead and 30 days old; when it arrived, if left out
 * @param quantity how much, where tokens do not say it
 * @param cost in billionths of a US dollar, a string of digits
 * @param latency in milliseconds
 * @param firstToken milliseconds until the first token
 * @param errorMessage its first 2,000 characters are kept
 * @param properties at most 4,096 bytes of JSON
 */
// The underscores keep the digits apart when the names are put into snake_case.
// For the API document alone: UsageReader reads usage without making this object.
@Schema(name = "Usage")
record UsageDocument(
    @Schema(example = "req-1001") String requestId,
    @Schema(example = "chat") String type,
    @Schema(example = "ok") @Nullable String status,
    @Nullable Instant occurredAt,
    @Nullable UUID projectId,
    @Nullable String programId,
    @Schema(example = "customer-17") @Nullable String userId,
    @Nullable UUID apiKeyId,
    @Schema(example = "large-1") @Nullable String model,
    @Schema(example = "1200") @Nullable Long inputTokens,
    @Schema(example = "340") @Nullable Long outputTokens,
    @Nullable Long cacheReadTokens,
    @Nullable Long cacheWrite_5mTokens,
    @Nullable Long cacheWrite_1hTokens,
    @Nullable Long quantity,
    @Schema(example = "8700000") @Nullable String cost,
    @Nullable Long latency,
    @Nullable Long firstToken,
    @Nullable String errorCode,
    @Nullable String errorMessage,
    @Nullable Map<String, Object> properties) {}
