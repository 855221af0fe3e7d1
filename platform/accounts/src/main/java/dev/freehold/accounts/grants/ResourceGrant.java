package dev.freehold.accounts.grants;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a person or key may do with one thing, beyond what their role or scopes hold for all.
 *
 * @param subjectId the user's or the key's id
 * @param resourceKind what kind of thing, for instance {@code attribution.app}
 */
public record ResourceGrant(
    UUID id,
    SubjectKind subjectKind,
    UUID subjectId,
    @Schema(example = "attribution.app") String resourceKind,
    UUID resourceId,
    @Schema(example = "[\"attribution.links:read\"]") List<String> permissions,
    Instant createdAt) {

  /** Who has it. */
  public enum SubjectKind {
    USER,
    KEY
  }
}
