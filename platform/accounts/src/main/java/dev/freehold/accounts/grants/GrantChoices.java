package dev.freehold.accounts.grants;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.ResourceKind;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What pages offer to choose from: members and keys, things, and permissions on single things. */
@Component
class GrantChoices {

  private static final String SEPARATOR = "/";

  /** A member or key as a choice. */
  record Subject(UUID id, String name, String kind) {}

  /** One thing of a kind, as a form sends it. */
  record Thing(String kind, UUID id) {

    /**
     * @throws IllegalArgumentException unless it has the form of a choice of {@link #things}
     */
    static Thing parse(String choice) {
      var parts = choice.split(SEPARATOR, 2);
      if (parts.length < 2) {
        throw new IllegalArgumentException(choice);
      }
      return new Thing(parts[0], UUID.fromString(parts[1]));
    }
  }

  private final TenantDb db;
  private final List<ResourceKind> kinds;

  GrantChoices(TenantDb db, List<ResourceKind> kinds) {
    this.db = db;
    this.kinds = kinds;
  }

  /** Names by id, members before keys. */
  Map<String, String> subjects(Caller caller) {
    var subjects =
        db.read(
            caller,
            """
            (select m.user_id as id, u.name || ', ' || u.email as name, 'member' as kind
             from accounts.member m join accounts.user_account u on u.id = m.user_id
             where m.tenant_id = :tenant order by u.name limit :most)
            union all
            (select id, name, 'key' from accounts.api_key
             where tenant_id = :tenant and revoked_at is null and mode = 'live'
             order by name limit :most)
            """,
            Map.of("most", ResourceKind.MOST),
            Rows.of(Subject.class));
    var names = new LinkedHashMap<String, String>();
    for (var subject : subjects) {
      names.put(subject.id().toString(), subject.name() + " (" + subject.kind() + ")");
    }
    return names;
  }

  /** Names by kind and id. */
  Map<String, String> things(Caller caller) {
    var names = new LinkedHashMap<String, String>();
    for (var kind : kinds) {
      kind.choices().apply(caller).entrySet().stream()
          .sorted(Map.Entry.comparingByValue())
          .forEach(
              thing ->
                  names.put(
                      key(kind.name(), thing.getKey()),
                      thing.getValue() + " (" + kind.label() + ")"));
    }
    return names;
  }

  static String key(String kind, UUID id) {
    return kind + SEPARATOR + id;
  }

  /** Those that make sense for a single thing of any kind. */
  TreeSet<String> permissions() {
    var names = new TreeSet<String>();
    kinds.forEach(kind -> names.addAll(kind.permissions()));
    return names;
  }
}
