package dev.freehold.analytics.sites;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.freehold.kernel.http.Versioned;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A site whose pages send events.
 *
 * @param siteKey public: it stands in the pages, and can only add events
 * @param origins from where its events are taken
 * @param snippet to put into the pages' head
 */
public record Site(
    UUID id,
    @Schema(example = "4fKq9ZtB2mXcYw71") String siteKey,
    @Schema(example = "Shop") String name,
    @Schema(example = "[\"https://shop.example\"]") List<String> origins,
    String snippet,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant archivedAt,
    long version)
    implements Versioned {

  @JsonIgnore
  public boolean isArchived() {
    return archivedAt != null;
  }
}
