package dev.freehold.server;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** What an operator can set: ours, and those of the libraries that matter. */
final class Settings {

  /** A setting as a file names it. */
  record Setting(String name, String standard, String meaning) {

    /** How the environment names it: dots become underscores, hyphens go. */
    String variable() {
      return name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }
  }

  private static final String EMBEDDED = " Without it PostgreSQL runs inside the data folder.";

  static final List<Setting> ALL =
      List.of(
          new Setting("freehold.data", "./data", "The folder that holds all that is kept here."),
          new Setting(
              "freehold.url",
              "http://localhost:8080",
              "The address under which people and programs reach Freehold, without a slash at the"
                  + " end; tracking links begin with it."),
          new Setting(
              "freehold.database.url",
              "",
              "JDBC address for requests and jobs; may point at PgBouncer in transaction mode."
                  + EMBEDDED),
          new Setting(
              "freehold.database.owner-url",
              "",
              "JDBC address for migrations; must point at PostgreSQL itself."),
          new Setting(
              "freehold.database.application.user",
              "",
              "The role of requests, under row security."),
          new Setting("freehold.database.application.password", "", "Its password."),
          new Setting(
              "freehold.database.platform.user", "", "The role of work that spans tenants."),
          new Setting("freehold.database.platform.password", "", "Its password."),
          new Setting(
              "freehold.database.owner.user", "", "The role that owns and migrates tables."),
          new Setting("freehold.database.owner.password", "", "Its password."),
          new Setting(
              "freehold.database.pool-size", "16", "Connections for requests, from 1 to 200."),
          new Setting(
              "freehold.events.url",
              "duckdb",
              "Where events are kept: `duckdb` for the embedded engine, `duckdb:/folder` to have its"
                  + " files elsewhere, or `clickhouse://user:password@host:port/database` with the port of the HTTP"
                  + " interface, and `?tls=true` or `&cluster=name` where it is so."),
          new Setting(
              "freehold.events.memory",
              "2GB",
              "What the event store's engine holds in memory, beside Java's heap, before it spills"
                  + " to disk."),
          new Setting(
              "freehold.events.threads",
              "0",
              "The engine's threads; 0 for one less than there are cores. On two cores a second"
                  + " one makes a large query up to twice as fast, and taking events slower."),
          new Setting(
              "freehold.events.queue",
              "0",
              "Bytes of events that wait to be written, before senders get a 503; 0 for an eighth"
                  + " of Java's heap."),
          new Setting(
              "freehold.events.log",
              "256MB",
              "The length of the write-ahead log that is folded into the file."),
          new Setting(
              "freehold.events.s3.endpoint",
              "",
              "The address of a storage that speaks S3, to which the embedded engine moves old"
                  + " events; without it all stay on the disk."),
          new Setting("freehold.events.s3.region", "", "Its region, where it has some."),
          new Setting(
              "freehold.events.s3.bucket",
              "",
              "A bucket that is there, without versions, retention or locks: what is erased must"
                  + " be gone."),
          new Setting(
              "freehold.events.s3.access-key",
              "",
              "Names who may read, write, list and delete objects of the bucket."),
          new Setting("freehold.events.s3.secret-key", "", "Belongs to it."),
          new Setting(
              "freehold.events.s3.prefix",
              "freehold",
              "What the names of objects begin with; no two servers may share it."),
          new Setting(
              "freehold.events.s3.days",
              "90",
              "For how many days a partition must have ended before its events go there."),
          new Setting(
              "freehold.events.s3.cache",
              "10GB",
              "What may stay on the disk of events that are in the bucket; the longest unused go"
                  + " first."),
          new Setting(
              "freehold.limits.enabled",
              "true",
              "Whether requests of the API are counted and limited; `false` where something before"
                  + " Freehold does that."),
          new Setting(
              "freehold.limits.plan",
              "standard",
              "The plan of tenants that the operator gave none: `free`, `standard`, `unmetered` or"
                  + " another one in accounts.plan."),
          new Setting(
              "freehold.domains.dns-server",
              "",
              "The server of the DNS that proves tenants' domains, `host` or `host:port`; the"
                  + " machine's own if empty."),
          new Setting(
              "freehold.redis.url",
              "",
              "Where nodes that share a database count requests together:"
                  + " `redis://:password@host:6379/0`, or `rediss://` for TLS. Without it each node"
                  + " counts for itself."),
          new Setting(
              "freehold.redis.timeout",
              "100ms",
              "How long a request waits for Redis before its node counts for itself."),
          new Setting(
              "freehold.analytics.country-database",
              "",
              "A file in MaxMind's MMDB format, such as GeoLite2 Country, from which the country of"
                  + " an event's network is taken; none without it."),
          new Setting(
              "spring.mail.host",
              "",
              "The server that sends mail, such as weekly summaries. Without it nothing is mailed,"
                  + " and the console shows what would have been."),
          new Setting("spring.mail.port", "25", "Its port."),
          new Setting(
              "spring.mail.username", "", "With which name to log in there; none, if not set."),
          new Setting("spring.mail.password", "", "Its password."),
          new Setting("freehold.mail.from", "freehold@localhost", "The sender of all mail."),
          new Setting("server.port", "8080", "Where the API and the console listen."),
          new Setting("server.address", "", "The network address to listen on; all, if not set."),
          new Setting(
              "management.server.port",
              "8081",
              "Where metrics are served, at /actuator/prometheus."),
          new Setting(
              "management.server.address", "127.0.0.1", "The network address of the metrics."),
          new Setting(
              "server.forward-headers-strategy",
              "",
              "`framework` behind a proxy that sets X-Forwarded-For and X-Forwarded-Proto, so that"
                  + " cookies are secure and throttling sees the real address."),
          new Setting("logging.level.root", "info", "How much is logged."),
          new Setting(
              "logging.structured.format.console",
              "ecs",
              "`ecs`, `logstash` or `gelf` for JSON lines; empty for plain text."));

  private Settings() {}

  /** The settings of our records, as a file names them. */
  static Set<String> ofTheRecords() {
    var names = new TreeSet<String>();
    Code.MAIN.stream()
        .filter(type -> type.isAnnotatedWith(ConfigurationProperties.class))
        .map(type -> type.reflect())
        .forEach(
            type ->
                names(type, type.getAnnotation(ConfigurationProperties.class).value())
                    .forEach(names::add));
    return names;
  }

  private static Stream<String> names(Class<?> type, String prefix) {
    return Stream.of(type.getRecordComponents())
        .flatMap(
            component ->
                component.getType().isRecord()
                    ? names(component.getType(), prefix + "." + kebab(component))
                    : Stream.of(prefix + "." + kebab(component)));
  }

  private static String kebab(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
