package dev.freehold.accounts.grants;

import java.util.Map;
import java.util.UUID;

/** Grants and explanations as pages say them. */
public final class GrantTexts {

  private GrantTexts() {}

  public static String subject(ResourceGrant grant, Map<String, String> subjects) {
    return named(subjects, grant.subjectId().toString(), grant.subjectId());
  }

  public static String thing(ResourceGrant grant, Map<String, String> things) {
    return named(
        things, GrantChoices.key(grant.resourceKind(), grant.resourceId()), grant.resourceId());
  }

  private static String named(Map<String, String> names, String key, UUID id) {
    var name = names.get(key);
    return name == null ? id.toString() : name;
  }

  public static String reason(Explanation answer) {
    return switch (answer.reason()) {
      case SUSPENDED -> "The member is suspended.";
      case ENDED -> "The key was revoked or has expired.";
      case PROJECT_PAUSED -> "The project of the key is paused.";
      case OTHER_PROJECT -> "The key is bound to another project.";
      case ROLE -> "The role " + answer.name() + " holds it for everything.";
      case CUSTOM_ROLE -> "The custom role " + answer.name() + " holds it for everything.";
      case SCOPE -> "The key " + answer.name() + " was made with it.";
      case GRANT -> "A grant on this thing holds it.";
      case NOTHING_GRANTS_IT -> "No role, scope or grant holds it.";
    };
  }
}
