package dev.freehold.attribution;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.access.Authentication;
import dev.freehold.accounts.keys.ApiKeys;
import dev.freehold.accounts.sessions.SignUps;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.db.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/**
 * Attribution in operation, once a JVM: with accounts and kernel below it, over a real PostgreSQL
 * and a real event store, asked over HTTP or by its verbs.
 */
final class AttributionServer {

  private static final AtomicInteger TENANTS = new AtomicInteger();
  private static final AttributionServer ONE = new AttributionServer();

  private final Path data = folder();
  private final TestDatabase database = TestDatabase.migrated();
  private final ConfigurableApplicationContext application = start();

  /** What the server module wires in the program. */
  @SpringBootApplication(
      scanBasePackages = {
        "dev.freehold.kernel",
        "dev.freehold.accounts",
        "dev.freehold.attribution"
      },
      exclude = {DataSourceAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
  static class Wiring {

    @Bean
    EventStore eventStore(KernelSettings settings, List<Stream> streams) {
      return DuckDbEventStore.open(settings.data().resolve("events"), streams);
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

  /** Somebody with all permissions in a tenant of their own. */
  record Tenant(Caller caller, String key) {}

  private AttributionServer() {}

  static AttributionServer running() {
    return ONE;
  }

  private ConfigurableApplicationContext start() {
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
    settings.put("server.tomcat.max-swallow-size", "12MB");
    settings.put("logging.level.root", "warn");
    settings.put("spring.main.banner-mode", "off");
    return new SpringApplicationBuilder(Wiring.class)
        .web(WebApplicationType.SERVLET)
        .properties(settings)
        .run();
  }

  <T> T bean(Class<T> type) {
    return application.getBean(type);
  }

  TestDatabase database() {
    return database;
  }

  /** The folder of the event store. */
  Path events() {
    return data.resolve("events");
  }

  String url() {
    return "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
  }

  /** A tenant that has just signed up. */
  Tenant newTenant() {
    var slug = "tenant-" + TENANTS.incrementAndGet();
    var made =
        bean(SignUps.class)
            .create(
                new SignUps.SignUp(
                    slug + "@example.org", "Owner", "correct horse battery", slug, slug));
    var caller =
        new Caller(
            made.tenantId(),
            new Actor(Actor.Kind.USER, made.userId(), "Owner"),
            Role.OWNER.permissions(bean(Permissions.class)),
            "req_test",
            null);
    return new Tenant(caller, bean(ApiKeys.class).create(caller, "Test", List.of("*"), null).key());
  }

  /** An app of a tenant; installs and purchases are its conversions, in euros, days in UTC. */
  App newApp(Tenant tenant) {
    return bean(Apps.class).create(tenant.caller(), draft("Shop"));
  }

  static AppDraft draft(String name) {
    return new AppDraft(name, App.Platform.WEB, "EUR", null, null, null, null, null);
  }

  Http http(Tenant tenant) {
    return new Http(url(), tenant.key());
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("freehold-attribution");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
