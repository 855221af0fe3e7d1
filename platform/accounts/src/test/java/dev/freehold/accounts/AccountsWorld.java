package dev.freehold.accounts;

import dev.freehold.accounts.access.Authentication;
import dev.freehold.accounts.keys.ApiKeys;
import dev.freehold.accounts.members.Member;
import dev.freehold.accounts.members.Members;
import dev.freehold.accounts.sessions.Sessions;
import dev.freehold.accounts.sessions.SignUps;
import dev.freehold.accounts.tenants.Tenants;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.audit.AuditEntry;
import dev.freehold.kernel.audit.AuditLog;
import dev.freehold.kernel.db.TestDatabase;
import dev.freehold.kernel.http.PageRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/**
 * Accounts in operation, with the kernel below them, over a database of their own: asked by their
 * verbs or over HTTP.
 */
public final class AccountsWorld implements AutoCloseable {

  public static final String PASSWORD = "correct horse battery";

  public final TestDatabase database = TestDatabase.migrated();
  private final Path data = folder();
  private final ConfigurableApplicationContext application;
  public final Permissions permissions;
  public final SignUps signUps;
  public final Sessions sessions;
  public final ApiKeys keys;
  public final Tenants tenants;
  public final Members members;

  /** Without a mail server. */
  public AccountsWorld() {
    this(Map.of());
  }

  /** With a mail server that listens on this port of the machine. */
  public static AccountsWorld mailingTo(int port) {
    return new AccountsWorld(Map.of("spring.mail.host", "localhost", "spring.mail.port", port));
  }

  private AccountsWorld(Map<String, Object> more) {
    application = start(more);
    permissions = bean(Permissions.class);
    signUps = bean(SignUps.class);
    sessions = bean(Sessions.class);
    keys = bean(ApiKeys.class);
    tenants = bean(Tenants.class);
    members = bean(Members.class);
  }

  /** What the server module wires in the program. */
  @SpringBootApplication(
      scanBasePackages = {"dev.freehold.kernel", "dev.freehold.accounts"},
      exclude = {DataSourceAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
  static class Wiring {

    /** A product, as far as accounts know one. */
    @Bean
    Permissions.Declared shopPermissions() {
      return Permissions.Declared.of(
          new Permission("shop.orders:read", "Read orders."),
          new Permission("shop.orders:write", "Change orders."),
          new Permission("shop.people:erase", "Erase people."));
    }

    @Bean
    MeterRegistry metrics() {
      return new SimpleMeterRegistry();
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, Authentication authentication) {
      return http.csrf(csrf -> csrf.disable())
          .addFilterBefore(authentication, AnonymousAuthenticationFilter.class)
          .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
          .build();
    }
  }

  private ConfigurableApplicationContext start(Map<String, Object> more) {
    var settings = new HashMap<String, Object>(more);
    var where = database.settings();
    settings.put("freehold.data", data.toString());
    settings.put("freehold.url", "http://localhost");
    settings.put("freehold.database.url", where.url());
    settings.put("freehold.database.owner-url", where.ownerUrl());
    Map.of("application", where.application(), "platform", where.platform(), "owner", where.owner())
        .forEach(
            (role, login) -> {
              settings.put("freehold.database." + role + ".user", login.user());
              settings.put("freehold.database." + role + ".password", login.password());
            });
    settings.put("server.port", 0);
    settings.put("logging.level.root", "warn");
    settings.put("spring.main.banner-mode", "off");
    return new SpringApplicationBuilder(Wiring.class)
        .web(WebApplicationType.SERVLET)
        .properties(settings)
        .run();
  }

  public <T> T bean(Class<T> type) {
    return application.getBean(type);
  }

  public String url() {
    return "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("accounts");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static SignUps.SignUp signUp(String slug) {
    return new SignUps.SignUp(email(slug), "Ada of " + slug, PASSWORD, "The " + slug, slug);
  }

  public static String email(String slug) {
    return "ada@" + slug + ".example";
  }

  /** A new tenant's owner. */
  public Caller owner(String slug) {
    var made = signUps.create(signUp(slug));
    return caller(made.tenantId(), made.userId(), Role.OWNER);
  }

  public Caller caller(UUID tenantId, UUID userId, Role role) {
    return new Caller(
        tenantId,
        new Actor(Actor.Kind.USER, userId, "Ada"),
        role.permissions(permissions),
        "req_test",
        null);
  }

  /** Who a request of the API with this key is made out to be. */
  public @Nullable Caller callerOfKey(String key) throws Exception {
    var request = new MockHttpServletRequest("GET", "/v1/anything");
    request.addHeader("Authorization", "Bearer " + key);
    return caller(request);
  }

  /** Who a request of the console with this session is made out to be. */
  public @Nullable Caller callerOfSession(String token) throws Exception {
    var request = new MockHttpServletRequest("GET", "/console");
    request.setCookies(new jakarta.servlet.http.Cookie(Authentication.COOKIE, token));
    return caller(request);
  }

  private @Nullable Caller caller(MockHttpServletRequest request) throws Exception {
    bean(Authentication.class)
        .doFilter(request, new MockHttpServletResponse(), (inner, outer) -> {});
    return dev.freehold.kernel.access.Callers.of(request);
  }

  public List<AuditEntry> audit(Caller caller) {
    return new AuditLog(database.tenantDb()).list(caller, PageRequest.first(100)).rows();
  }

  /** Somebody who works in the tenant in a role, made if there is none; their name is of them. */
  public Caller member(Caller owner, String name, Role role) {
    var email = name + "@member.example";
    signUps.ensureMember(owner.tenantId(), email, name, PASSWORD, role);
    var user =
        database
            .superuser()
            .sql("select id from accounts.user_account where email = :email")
            .param("email", email)
            .query(UUID.class)
            .single();
    return caller(owner.tenantId(), user, role);
  }

  /** The membership of a caller who is a person. */
  public Member memberOf(Caller caller) {
    return members.list(caller, PageRequest.first(1000)).rows().stream()
        .filter(member -> member.userId().equals(caller.actor().id()))
        .findFirst()
        .orElseThrow();
  }

  /** As the superuser, to look at what is stored. */
  public String stored(String sql) {
    return String.valueOf(
        database.superuser().sql(sql).query((row, index) -> row.getString(1)).list());
  }

  @Override
  public void close() {
    application.close();
    database.close();
  }
}
