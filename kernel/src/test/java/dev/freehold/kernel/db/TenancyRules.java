package dev.freehold.kernel.db;

import dev.freehold.kernel.db.TenancyRule.Finding;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Walks the catalogue of a database and says which objects break the rules of tenancy. Whoever
 * needs an exception declares it with a reason; one that nothing needs any more is a violation too.
 */
public final class TenancyRules {

  private final JdbcClient superuser;
  private final Map<String, String> platformTables = new TreeMap<>();
  private final Map<String, String> sharedTables = new TreeMap<>();
  private final Map<TenancyRule.Exception, Map<String, String>> declared =
      new EnumMap<>(TenancyRule.Exception.class);

  private TenancyRules(JdbcClient superuser) {
    this.superuser = superuser;
  }

  /** The rules with the exceptions of the kernel's own tables; modules declare theirs on top. */
  public static TenancyRules of(TestDatabase database) {
    return of(database.superuser());
  }

  static TenancyRules of(JdbcClient superuser) {
    return new TenancyRules(superuser)
        .platformTable("public.freehold_migration", "the schema's own history")
        .platformTable("kernel.scheduled_task", "what to run next, of all tenants and of the house")
        .platformTable("kernel.data_keyset", "one set of wrapped keys for all that is encrypted")
        .lookupColumns(
            "kernel.access_grant",
            "what somebody may do with single things",
            "tenant_id",
            "subject_id",
            "permissions")
        .platformTable("kernel.erasure_grant", "what a migration granted, for its undo")
        .policy("kernel.audit_log.recorder", "the trigger inserts as the owner, and only inserts")
        .policy("kernel.audit_log.eraser", "of the tenant that is being erased alone")
        .definer("kernel.erase_audit", "erases the log of a tenant whose erasure has begun")
        .definer("kernel.record_change", "writes the audit log, which nobody else may write")
        .definer("kernel.create_audit_partitions", "makes partitions without a role that may DDL")
        .definer("kernel.schedule_job", "enqueues for the tenant of the transaction alone");
  }

  /** A table without tenants, such as {@code kernel.scheduled_task}. */
  public TenancyRules platformTable(String table, String reason) {
    return declare(platformTables, table, reason);
  }

  /**
   * A table without tenants that the application role may read nevertheless, such as people who
   * belong to several. It needs forced row security, and each of its policies a reason.
   */
  public TenancyRules sharedTable(String table, String reason) {
    return declare(sharedTables, table, reason);
  }

  /** An index {@code schema.name} that is unique over all tenants, such as a custom domain's. */
  public TenancyRules globallyUnique(String index, String reason) {
    return declare(TenancyRule.Exception.GLOBALLY_UNIQUE, index, reason);
  }

  /** A foreign key {@code schema.table.constraint} to a table without tenants. */
  public TenancyRules foreignKey(String constraint, String reason) {
    return declare(TenancyRule.Exception.FOREIGN_KEY, constraint, reason);
  }

  /** A policy {@code schema.table.policy} other than those of application, platform and lookup. */
  public TenancyRules policy(String policy, String reason) {
    return declare(TenancyRule.Exception.POLICY, policy, reason);
  }

  /** A SECURITY DEFINER function {@code schema.name} outside the schema lookup. */
  public TenancyRules definer(String function, String reason) {
    return declare(TenancyRule.Exception.DEFINER, function, reason);
  }

  /** Columns of {@code schema.table} that functions in the schema lookup read. */
  public TenancyRules lookupColumns(String table, String reason, String... columns) {
    for (var column : columns) {
      declare(TenancyRule.Exception.LOOKUP_COLUMN, table + "." + column, reason);
    }
    return this;
  }

  private TenancyRules declare(TenancyRule.Exception kind, String subject, String reason) {
    return declare(declared.computeIfAbsent(kind, key -> new TreeMap<>()), subject, reason);
  }

  private TenancyRules declare(Map<String, String> reasons, String subject, String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException(subject + " needs a reason");
    }
    reasons.put(subject, reason);
    return this;
  }

  /** The tables of tenants, {@code schema.table}, without their partitions. */
  public List<String> tenantTables() {
    return tables()
        .filter(table -> !platformTables.containsKey(table) && !sharedTables.containsKey(table))
        .toList();
  }

  /** What breaks the rules, each in a sentence; empty when all is well. */
  public List<String> violations() {
    var violations = new TreeSet<String>();
    var unneeded = new EnumMap<TenancyRule.Exception, TreeSet<String>>(TenancyRule.Exception.class);
    declared.forEach((kind, subjects) -> unneeded.put(kind, new TreeSet<>(subjects.keySet())));
    rules()
        .forEach(
            rule -> {
              var reasons = declared.getOrDefault(rule.exception(), Map.of());
              for (var finding : rule.findings(superuser)) {
                if (reasons.containsKey(finding.subject())) {
                  unneeded
                      .getOrDefault(rule.exception(), new TreeSet<>())
                      .remove(finding.subject());
                } else if (applies(rule, finding)) {
                  violations.add(finding.subject() + " " + finding.violation());
                }
              }
            });
    unneeded.forEach(
        (kind, subjects) ->
            subjects.forEach(
                subject ->
                    violations.add(
                        subject
                            + " is declared as an exception ("
                            + kind
                            + ") that it does not need")));
    var missing = new TreeSet<>(platformTables.keySet());
    missing.addAll(sharedTables.keySet());
    tables().forEach(missing::remove);
    missing.forEach(
        table -> violations.add(table + " is declared as a table without tenants, and missing"));
    return List.copyOf(violations);
  }

  private static Stream<TenancyRule> rules() {
    return Stream.concat(TenancyTableRules.ALL.stream(), TenancyRightsRules.ALL.stream());
  }

  private boolean applies(TenancyRule rule, Finding finding) {
    return switch (rule.scope()) {
      case EVERYTHING -> true;
      case TENANT_TABLES ->
          !platformTables.containsKey(finding.relation())
              && !sharedTables.containsKey(finding.relation());
      case GUARDED_TABLES -> !platformTables.containsKey(finding.relation());
      case PLATFORM_TABLES -> platformTables.containsKey(finding.relation());
    };
  }

  private Stream<String> tables() {
    return new TenancyRule(
            TenancyRule.Scope.EVERYTHING,
            TenancyRule.Exception.NONE,
            "select name as relation, name as subject, '' as violation from tenant_table")
        .findings(superuser).stream().map(Finding::subject).sorted();
  }
}
