package dev.freehold.analytics.usage;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call of a tool on an MCP server, as it is sent.
 *
 * @param callId 1 to 128 characters, chosen by the sender: the same one within seven days counts
 *     once
 * @param status {@code ok} unless it is said
 * @param occurredAt at most 5 minutes ahead and 30 days old; when it arrived, if left out
 * @param parentRequestId the use of a model that made the call
 * @param latency in milliseconds
 * @param inputSize in bytes
 * @param outputSize in bytes
 * @param errorMessage its first 2,000 characters are kept
 * @param properties at most 4,096 bytes of JSON
 */
// For the API document alone: UsageReader reads usage without making this object.
@Schema(name = "McpUsage")
record McpUsageDocument(
    @Schema(example = "call-1001") String callId,
    UUID serverId,
    @Schema(example = "search_files") String tool,
    @Schema(example = "ok") @Nullable String status,
    @Nullable Instant occurredAt,
    @Nullable String parentRequestId,
    @Nullable UUID projectId,
    @Nullable String userId,
    @Nullable Long latency,
    @Nullable Long inputSize,
    @Nullable Long outputSize,
    @Nullable String errorMessage,
    @Nullable Map<String, Object> properties) {}
