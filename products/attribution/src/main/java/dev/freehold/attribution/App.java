package dev.freehold.attribution;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.freehold.kernel.http.Versioned;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that people install or visit, and whose conversions are credited.
 *
 * @param projectId the project that it belongs to, if any
 * @param currency the one currency of all its revenue; fixed when the app is made
 * @param conversionTypes the event types that count as conversions
 * @param clickWindow how long before a conversion a click counts
 * @param impressionWindow how long before a conversion an impression counts
 * @param timeZone where the days of its reports begin
 */
public record App(
    UUID id,
    @Nullable UUID projectId,
    @Schema(example = "Web shop") String name,
    Platform platform,
    @Schema(type = "string", example = "EUR") Currency currency,
    @Schema(example = "[\"install\", \"purchase\"]") List<String> conversionTypes,
    @Schema(type = "string", example = "PT168H") Duration clickWindow,
    @Schema(type = "string", example = "PT24H") Duration impressionWindow,
    @Schema(type = "string", example = "Europe/Berlin") ZoneId timeZone,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant archivedAt,
    long version)
    implements Versioned {

  /** What an app runs on. */
  public enum Platform {
    IOS,
    ANDROID,
    WEB
  }

  @JsonIgnore
  public boolean isArchived() {
    return archivedAt != null;
  }
}
