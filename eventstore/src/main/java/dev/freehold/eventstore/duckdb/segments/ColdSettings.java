package dev.freehold.eventstore.duckdb.segments;

import java.time.Duration;

/**
 * The bucket that keeps segments which are hardly read any more.
 *
 * @param endpoint of any storage that speaks S3, such as {@code https://s3.example.org}
 * @param region may be empty
 * @param prefix of the names of objects; no two stores may share it
 * @param after how long a partition has ended before its segments go there
 * @param cacheBytes of such segments that stay or come back here; what a reader uses stays beyond
 */
public record ColdSettings(
    String endpoint,
    String region,
    String bucket,
    String accessKey,
    String secretKey,
    String prefix,
    Duration after,
    long cacheBytes) {

  public ColdSettings {
    if (endpoint.isBlank() || bucket.isBlank()) {
      throw new IllegalArgumentException("cold segments need an endpoint and a bucket");
    }
    if (after.isNegative() || cacheBytes < 0) {
      throw new IllegalArgumentException("neither the age nor the cache can be negative");
    }
    prefix = prefix.replaceAll("^/+|/+$", "");
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return endpoint + "/" + bucket + "/" + prefix;
  }
}
