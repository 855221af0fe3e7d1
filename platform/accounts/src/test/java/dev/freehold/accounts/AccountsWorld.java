package dev.freehold.accounts;

import dev.freehold.accounts.access.Authentication;
import dev.freehold.accounts.keys.ApiKeys;
import dev.freehold.accounts.limits.LimitFilter;
import dev.freehold.accounts.members.Member;
import dev.freehold.accounts.members.Members;
import dev.freehold.accounts.sessions.Sessions;
import dev.freehold.accounts.sessions.SignUps;
import dev.freehold.accounts.tenants.Tenants;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.access.ResourceKind;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
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

  /** The one id that names no shop. */
  public static final UUID SHOP = new UUID(0, 1);

  public static final UUID NO_SHOP = new UUID(0, 0);

  public static final String PASSWORD = "correct horse battery";

  private static final Path MASTER_KEY = Path.of("secrets", "keyset.json");

  public final TestDatabase database;
  private final boolean ownsDatabase;
  private final Path data;
  private final ConfigurableApplicationContext application;
  public final Permissions permissions;
  public final SignUps signUps;
  public final Sessions sessions;
  public final ApiKeys keys;
  public final Tenants tenants;
  public final Members members;

  /** Without a mail server. */
  public AccountsWorld() {
    this(TestDatabase.migrated(), true, folder(), Map.of());
  }

  /** With a mail server that listens on this port of the machine. */
  public static AccountsWorld mailingTo(int port) {
    return new AccountsWorld(
        TestDatabase.migrated(),
        true,
        folder(),
        Map.of("spring.mail.host", "localhost", "spring.mail.port", port));
  }

  /** With these settings beside the usual ones. */
  public static AccountsWorld with(Map<String, Object> settings) {
    return new AccountsWorld(TestDatabase.migrated(), true, folder(), settings);
  }

  private AccountsWorld(
      TestDatabase database, boolean ownsDatabase, Path data, Map<String, Object> settings) {
    this.database = database;
    this.ownsDatabase = ownsDatabase;
    this.data = data;
    this.application = start(settings);
    this.permissions = bean(Permissions.class);
    this.signUps = bean(SignUps.class);
    this.sessions = bean(Sessions.class);
    this.keys = bean(ApiKeys.class);
    this.tenants = bean(Tenants.class);
    this.members = bean(Members.class);
  }

  /**
   * A second node on this one's database, with its master key; settings take the place of the first
   * one's.
   */
  public AccountsWorld anotherNode(Map<String, Object> settings) {
    return new AccountsWorld(database, false, copyOfSecrets(), settings);
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
    ResourceKind shops() {
      return new ResourceKind(
          "shop.shop",
          "shop",
          List.of("shop.orders:read", "shop.orders:write"),
          (caller, id) -> id.equals(NO_SHOP) ? Optional.empty() : Optional.of("A shop"),
          _ -> Map.of(SHOP, "A shop"));
    }

    @Bean
    @Primary
    TestDns dns() {
      return new TestDns();
    }

    @Bean
    MeterRegistry metrics() {
      return new SimpleMeterRegistry();
    }

    @Bean
    SecurityFilterChain security(
        HttpSecurity http, Authentication authentication, LimitFilter limits) {
      return http.csrf(csrf -> csrf.disable())
          .addFilterBefore(authentication, AnonymousAuthenticationFilter.class)
          .addFilterAfter(limits, Authentication.class)
          .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
          .build();
    }
  }

  private ConfigurableApplicationContext start(Map<String, Object> others) {
    var settings = new HashMap<String, Object>();
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
    settings.putAll(others);
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

  /** Nodes of one database share the master key. */
  private Path copyOfSecrets() {
    var folder = folder();
    try {
      Files.createDirectories(folder.resolve("secrets"));
      Files.copy(data.resolve(MASTER_KEY), folder.resolve(MASTER_KEY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
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
    return callerOfKey(key, "127.0.0.1");
  }

  /** The same for a request that comes from this network address. */
  public @Nullable Caller callerOfKey(String key, String address) throws Exception {
    var request = new MockHttpServletRequest("GET", "/v1/anything");
    request.setRemoteAddr(address);
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
    if (ownsDatabase) {
      database.close();
    }
  }
}
