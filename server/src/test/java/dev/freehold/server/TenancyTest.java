package dev.freehold.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.freehold.kernel.db.Databases;
import dev.freehold.kernel.db.IsolationKit;
import dev.freehold.kernel.db.KernelRows;
import dev.freehold.kernel.db.MigrationRoundTrip;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.TenancyRules;
import dev.freehold.kernel.db.TestDatabase;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rules of tenancy over the tables of every module, and the few exceptions with reasons. */
class TenancyTest {

  /** Who may work across tenants, and why. */
  private static final Map<String, String> ACROSS_TENANTS =
      Map.ofEntries(
          entry("dev.freehold.kernel.KernelConfiguration", "makes it"),
          entry(
              "dev.freehold.kernel.Housekeeping", "drops what is too old, of all tenants at once"),
          entry(
              "dev.freehold.kernel.secrets.MasterKey",
              "the data keys are one set, and nothing of a tenant is in them"),
          entry("dev.freehold.kernel.outbox.OutboxDispatcher", "delivers the facts of all tenants"),
          entry(
              "dev.freehold.accounts.invitations.Joining",
              "whoever follows an invitation is not of its tenant yet"),
          entry(
              "dev.freehold.accounts.factors.AuthenticatorApps",
              "a second factor is of a person, not of a tenant"),
          entry("dev.freehold.accounts.factors.PasskeyCeremony", "the same"),
          entry("dev.freehold.accounts.factors.Passkeys", "the same"),
          entry("dev.freehold.accounts.factors.RecoveryCodes", "the same"),
          entry("dev.freehold.accounts.factors.SecondFactors", "the same"),
          entry(
              "dev.freehold.accounts.mails.AccountMails",
              "an account that is mailed to belongs to no tenant"),
          entry("dev.freehold.accounts.mails.UnsentLinks", "the same"),
          entry(
              "dev.freehold.accounts.sessions.PendingSignUps",
              "somebody who signs up is of no tenant yet"),
          entry(
              "dev.freehold.accounts.sessions.Reauthentication",
              "a session comes before its tenant"),
          entry("dev.freehold.accounts.sessions.SessionSeen", "the same"),
          entry(
              "dev.freehold.accounts.sso.SsoAttempts",
              "a login through a provider comes before its tenant"),
          entry(
              "dev.freehold.accounts.sso.SsoDirectory",
              "finds the provider of an address or a tenant's link"),
          entry(
              "dev.freehold.accounts.sso.SsoPeople",
              "whom a provider vouches for is not known yet, or has an account elsewhere"),
          entry(
              "dev.freehold.accounts.users.EmailVerification",
              "an account is of its person, not of a tenant"),
          entry(
              "dev.freehold.accounts.tokens.AccessTokens",
              "a person signs in before a tenant is known"),
          entry("dev.freehold.accounts.users.OwnAccount", "the same"),
          entry("dev.freehold.accounts.users.PasswordResets", "the same"),
          entry(
              "dev.freehold.accounts.limits.TenantLimits",
              "only the operator says how much a tenant may send"),
          entry(
              "dev.freehold.accounts.operator.OperatedTenants",
              "the operator sees and suspends tenants; only its permissions open it"),
          entry(
              "dev.freehold.accounts.settings.SystemSettings",
              "what holds for the whole installation is of no tenant"),
          entry(
              "dev.freehold.accounts.operator.Impersonations",
              "the operator enters a tenant; only its permission opens it"),
          entry(
              "dev.freehold.accounts.operator.TenantErasure",
              "erases a tenant that nobody can act in any more"),
          entry(
              "dev.freehold.accounts.sessions.Sessions",
              "a person signs in before a tenant is known"),
          entry(
              "dev.freehold.accounts.sessions.SignUps",
              "a tenant is made before it can be the caller's"),
          entry(
              "dev.freehold.accounts.access.KeyUses",
              "counts the uses of all tenants' keys, a few seconds of them at once"),
          entry(
              "dev.freehold.accounts.domains.DomainChecks",
              "looks again at the domains of all tenants, as nobody's"),
          entry(
              "dev.freehold.accounts.tenants.Sandboxes",
              "a sandbox is a tenant beside the caller's"),
          entry(
              "dev.freehold.accounts.tenants.TenantDirectory",
              "names all tenants to the operator, and to work that each of them gets done"),
          entry(
              "dev.freehold.analytics.customers.Customers",
              "the operator's dashboard compares tenants; only the operator's permission opens it"),
          entry("dev.freehold.analytics.retention.RetentionTable", "the event store asks for all"),
          entry("dev.freehold.analytics.sites.VisitorSalts", "one secret a day, of no tenant"),
          entry(
              "dev.freehold.analytics.summaries.SummarySchedule",
              "finds the tenants whose week is to be summed up"),
          entry("dev.freehold.attribution.LinkTable", "a visitor's link names no tenant"));

  /** Who may use the database logins themselves, and why. */
  private static final Map<String, String> LOGINS =
      Map.of(
          "dev.freehold.kernel.KernelConfiguration", "makes and migrates them",
          "dev.freehold.accounts.access.AccessChanges", "listens for changes, which name ids alone",
          "dev.freehold.accounts.settings.SystemSettings",
              "listens for changes, which name nothing",
          "dev.freehold.accounts.access.GrantLookup", "calls the functions of the schema lookup",
          "dev.freehold.accounts.domains.HostBrands", "calls one function of that schema",
          "dev.freehold.analytics.summaries.Unsubscribes", "calls one function of that schema",
          "dev.freehold.analytics.sites.SiteTable", "calls a function of the schema lookup",
          "dev.freehold.server.MigrateCommand", "migrates by hand",
          "dev.freehold.server.http.HealthApi", "asks whether the database answers");

  static TenancyRules rules(TestDatabase database) {
    return TenancyRules.of(database)
        .platformTable("accounts.session", "a session comes before its tenant, and can change it")
        .platformTable("accounts.sso_attempt", "a login through a provider comes before its tenant")
        .platformTable("accounts.totp", "a second factor is of a person")
        .platformTable("accounts.recovery_code", "the same")
        .platformTable("accounts.passkey", "the same")
        .platformTable("accounts.passkey_challenge", "before a login it is of nobody")
        .platformTable("accounts.refresh_token", "of a session, which is of no tenant")
        .platformTable("accounts.user_token", "an account is of no tenant, or of several")
        .platformTable("accounts.sign_up", "whoever signs up is of no tenant yet")
        .platformTable("accounts.unsent_link", "of an account, which is of no tenant")
        .platformTable("accounts.system_setting", "of the installation, not of a tenant")
        .platformTable("accounts.tenant_removal", "outlives the tenant that it is about")
        .lookupColumns(
            "accounts.tenant_removal",
            "whose audit log may be erased",
            "id",
            "sandbox_id",
            "began_at",
            "erased_at")
        .platformTable("accounts.account_mail", "of an account, or of nobody")
        .platformTable("analytics.visitor_salt", "of no tenant; nothing of one is in it")
        .sharedTable("accounts.user_account", "one person works in several tenants")
        .sharedTable("accounts.plan", "the catalogue of plans; nothing of a tenant is in it")
        .policy("accounts.plan.catalogue", "every tenant may know what plans there are")
        .foreignKey("accounts.tenant_limit.tenant_limit_plan_fkey", "a plan is of no tenant")
        .policy("accounts.user_account.tenant", "a tenant sees the accounts of its members")
        .globallyUnique("accounts.custom_domain_verified", "a host shows one tenant")
        .globallyUnique("accounts.tenant_slug", "a slug names the tenant in addresses")
        .globallyUnique("accounts.sso_domain_proven", "a proven domain leads to one tenant")
        .globallyUnique("accounts.tenant_sandbox_of", "a tenant has one sandbox")
        .foreignKey("accounts.tenant.tenant_sandbox_of_fkey", "a sandbox is a tenant itself")
        .foreignKey("accounts.member.member_user_id_fkey", "one account, several tenants")
        .lookupColumns(
            "accounts.api_key",
            "what a key stands for",
            "tenant_id",
            "id",
            "public_id",
            "name",
            "secret_hash",
            "scopes",
            "expires_at",
            "revoked_at",
            "mode",
            "allowed_addresses",
            "project_id")
        .lookupColumns(
            "accounts.custom_domain",
            "whose login page a host shows",
            "tenant_id",
            "host",
            "verified_at")
        .lookupColumns(
            "accounts.project",
            "whether the keys of a project work, and how much it allows",
            "tenant_id",
            "id",
            "state",
            "per_second",
            "per_minute",
            "per_hour",
            "per_day")
        .lookupColumns(
            "accounts.tenant",
            "a closed or suspended one is out, the operator's is more",
            "tenant_id",
            "operator",
            "deleted_at",
            "suspended_at",
            "sandbox_of",
            "require_second_factor")
        .lookupColumns(
            "accounts.session",
            "who a session belongs to",
            "token_hash",
            "user_id",
            "tenant_id",
            "expires_at",
            "stage",
            "access_expires_at",
            "provider_tenant",
            "provider_id",
            "impersonation_id")
        .lookupColumns(
            "accounts.identity_provider",
            "whether a session opens its tenant",
            "tenant_id",
            "id",
            "enforced",
            "trusts_second_factor")
        .lookupColumns(
            "accounts.impersonation",
            "as whom the operator's session acts",
            "tenant_id",
            "id",
            "user_id",
            "may_write",
            "expires_at",
            "ended_at")
        .lookupColumns(
            "accounts.plan",
            "how much it allows",
            "name",
            "per_second",
            "per_minute",
            "per_hour",
            "per_day")
        .lookupColumns(
            "accounts.tenant_limit",
            "a sandbox has the limits of its tenant",
            "tenant_id",
            "plan",
            "per_second",
            "per_minute",
            "per_hour",
            "per_day")
        .lookupColumns(
            "accounts.key_limit",
            "the same of a test key",
            "tenant_id",
            "key_id",
            "per_second",
            "per_minute",
            "per_hour",
            "per_day")
        .lookupColumns(
            "analytics.site",
            "whose site a key names",
            "tenant_id",
            "id",
            "site_key",
            "origins",
            "archived_at")
        .lookupColumns("accounts.custom_role", "what it may do", "tenant_id", "id", "permissions")
        .lookupColumns(
            "accounts.member",
            "in which role",
            "tenant_id",
            "user_id",
            "custom_role_id",
            "role",
            "status")
        .lookupColumns(
            "accounts.user_account",
            "under which name",
            "id",
            "name",
            "operator",
            "deleted_at",
            "suspended_at",
            "has_second_factor")
        .lookupColumns(
            "analytics.summary_mail",
            "whose mails an unsubscribe link ends",
            "tenant_id",
            "user_id",
            "token_hash");
  }

  @Test
  void everyTableKeepsTheRulesOfTenancy() {
    assertThat(rules(TestServer.running().database()).violations()).isEmpty();
  }

  @Test
  void noRowOfAnyTableCanBeReachedFromAnotherTenant() {
    var victim = Content.of(Organisation.signUp("victim")).owner();
    var attacker = Content.of(Organisation.signUp("attacker")).owner();
    var closed = Organisation.signUp("closed");
    TestServer.running().ask("DELETE", "/v1/tenant", closed.key(), null);
    var database = TestServer.running().database();
    awaitKeyUses(database, attacker.tenantId(), victim.tenantId());
    var report =
        IsolationKit.attack(
            database,
            TestServer.running().bean(Databases.class).application(),
            rules(database).tenantTables(),
            attacker.tenantId(),
            victim.tenantId());
    assertThat(report.leaks()).isEmpty();
    assertThat(report.withoutRows()).as("tables without a row to attack").isEmpty();
    assertThat(report.attacked()).contains("accounts.api_key", "attribution.link", "kernel.job");
  }

  /** The uses of keys are written behind the requests. */
  static void awaitKeyUses(TestDatabase database, UUID... tenants) {
    await()
        .until(
            () ->
                database
                        .superuser()
                        .sql(
                            "select count(*) from accounts.api_key_use where tenant_id = any(:tenants)")
                        .param("tenants", tenants)
                        .query(Integer.class)
                        .single()
                    >= tenants.length);
  }

  @Test
  void everyMigrationGoesUpAndDownAndUpAgainWithRowsInTheTables() {
    try (var database = TestDatabase.empty()) {
      assertThat(MigrationRoundTrip.run(database, TenancyTest::rows)).isEmpty();
    }
  }

  /** Two tenants' rows, in the tables that the schema has by now. */
  private static void rows(JdbcClient superuser) {
    KernelRows.insert(superuser);
    if (exists(superuser, "accounts.tenant")) {
      insert(superuser, exists(superuser, "attribution.link"));
      insert(superuser, exists(superuser, "attribution.link"));
    }
  }

  private static void insert(JdbcClient superuser, boolean attribution) {
    superuser
        .sql(
            """
            with tenant as (
              insert into accounts.tenant (slug, name)
              values ('t' || replace(left(gen_random_uuid()::text, 18), '-', ''), 'Acme')
              returning tenant_id),
            account as (
              insert into accounts.user_account (email, name, password_hash)
              values (gen_random_uuid() || '@acme.example', 'Ada', 'hash') returning id),
            member as (
              insert into accounts.member (tenant_id, user_id, role)
              select tenant_id, id, 'owner' from tenant, account),
            session as (
              insert into accounts.session (token_hash, user_id, tenant_id, expires_at)
              select sha256(gen_random_uuid()::text::bytea), id, tenant_id, now()
              from tenant, account)
            insert into accounts.api_key (tenant_id, public_id, name, secret_hash, scopes)
            select tenant_id, 'AbCdEf123456', 'Shop', sha256('secret'), '{a.b:read}' from tenant
            """)
        .update();
    if (exists(superuser, "accounts.project")) {
      superuser
          .sql(
              """
              with project as (
                insert into accounts.project (tenant_id, slug, name)
                select tenant_id, left(replace(gen_random_uuid()::text, '-', ''), 18), 'Shop'
                from accounts.tenant
                returning tenant_id, id)
              insert into accounts.api_key
                (tenant_id, public_id, name, secret_hash, scopes, project_id)
              select tenant_id, left(md5(id::text), 12), 'Shop', sha256(id::text::bytea),
                '{a.b:read}', id
              from project
              """)
          .update();
    }
    if (attribution) {
      superuser
          .sql(
              """
              with app as (
                insert into attribution.app (tenant_id, name, platform, currency)
                select tenant_id, 'Shop', 'web', 'EUR' from accounts.tenant
                returning tenant_id, id)
              insert into attribution.link
                (tenant_id, app_id, code, name, destination, channel, campaign)
              select tenant_id, id, left(md5(id::text), 12), 'Mail', 'https://acme.example/', 'mail',
                'autumn'
              from app
              """)
          .update();
    }
  }

  private static boolean exists(JdbcClient superuser, String table) {
    return superuser
        .sql("select to_regclass(:table) is not null")
        .param("table", table)
        .query(Boolean.class)
        .single();
  }

  @Test
  void onlyTheseClassesWorkAcrossTenants() {
    assertThat(usersOf(PlatformDb.class)).isEqualTo(new TreeSet<>(ACROSS_TENANTS.keySet()));
  }

  @Test
  void onlyTheseClassesUseTheDatabaseLogins() {
    assertThat(usersOf(Databases.class)).isEqualTo(new TreeSet<>(LOGINS.keySet()));
  }

  private static Set<String> usersOf(Class<?> type) {
    return Code.MAIN.that(resideInAPackage("dev.freehold..")).stream()
        .filter(belongToAnyOf(type).negate())
        .flatMap(user -> user.getDirectDependenciesFromSelf().stream())
        .filter(dependency -> dependency.getTargetClass().isEquivalentTo(type))
        .map(dependency -> outermost(dependency.getOriginClass()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(TenancyTest::outermost).orElseGet(type::getName);
  }
}
