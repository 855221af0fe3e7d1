package dev.freehold.accounts.projects;

import dev.freehold.accounts.limits.Quota;
import dev.freehold.kernel.http.Versioned;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A container inside a tenant. A key that is bound to it reaches nothing else of the tenant.
 *
 * @param slug names it in addresses and programs: 1 to 40 lower-case letters, digits and hyphens
 * @param settings what the tenant's own programs keep with it: names with a text, number or boolean
 *     each
 * @param limits the most requests of its keys together, within those of the tenant
 * @param maxKeys the most keys that work at the same time; null for no limit
 * @param state its keys work while it is active, and not while it is paused or archived
 * @param archivedAt from when on lists leave it out
 */
public record Project(
    UUID id,
    @Schema(example = "web-shop") String slug,
    @Schema(example = "Web shop") String name,
    @Schema(example = "What customers see.") String description,
    @Schema(type = "object", example = "{\"region\": \"eu\", \"beta\": true}") JsonNode settings,
    Quota limits,
    @Schema(example = "20") @Nullable Integer maxKeys,
    ProjectState state,
    @Nullable Instant pausedAt,
    @Nullable Instant archivedAt,
    Instant createdAt,
    Instant updatedAt,
    long version)
    implements Versioned {

  /** A row as the database has it. */
  record Row(
      UUID id,
      String slug,
      String name,
      String description,
      JsonNode settings,
      @Nullable Long perSecond,
      @Nullable Long perMinute,
      @Nullable Long perHour,
      @Nullable Long perDay,
      @Nullable Integer maxKeys,
      ProjectState state,
      @Nullable Instant pausedAt,
      @Nullable Instant archivedAt,
      Instant createdAt,
      Instant updatedAt,
      long version) {

    Project project() {
      return new Project(
          id,
          slug,
          name,
          description,
          settings,
          new Quota(perSecond, perMinute, perHour, perDay),
          maxKeys,
          state,
          pausedAt,
          archivedAt,
          createdAt,
          updatedAt,
          version);
    }
  }
}
