package dev.freehold.eventstore.clickhouse;

import dev.freehold.eventstore.Retention;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a store is kept and what one process may use of it.
 *
 * @param endpoint the server's HTTP interface, or its balancer's
 * @param database created when it is missing
 * @param cluster the cluster that tables are created on, null for a single server
 * @param queries how many queries run at once; more wait, within their time limit
 * @param queryBytes what one query may hold in the server's memory
 * @param queuedRows rows waiting for the writer, before appends are refused
 * @param queuedBytes bytes waiting for the writer, before appends are refused
 * @param patience for how long rows are sent again while the server does not answer
 * @param retention for how long each tenant keeps a stream
 * @param clock tells when rows are received
 */
public record ClickHouseSettings(
    URI endpoint,
    String database,
    String user,
    String password,
    @Nullable String cluster,
    int queries,
    long queryBytes,
    int queuedRows,
    long queuedBytes,
    Duration patience,
    Retention retention,
    InstantSource clock) {

  private static final long MEBIBYTE = 1024L * 1024;
  private static final int PORT = 8123;
  private static final int TLS_PORT = 8443;
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

  public ClickHouseSettings {
    require(NAME.matcher(database).matches(), "the database's name is not plain: " + database);
    require(
        cluster == null || NAME.matcher(cluster).matches(),
        "the cluster's name is not plain: " + cluster);
  }

  /**
   * Reads {@code clickhouse://user:password@host:port/database?tls=true&cluster=name}; the port is
   * the HTTP interface's, 8123 or with TLS 8443.
   *
   * @throws IllegalArgumentException when the address is not of that form
   */
  public static ClickHouseSettings of(String url) {
    var uri = URI.create(url);
    require("clickhouse".equals(uri.getScheme()), "an address begins with clickhouse://");
    require(uri.getHost() != null, "an address names a host: clickhouse://host:8123/database");
    var path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    require(!path.isEmpty(), "an address names a database: clickhouse://host:8123/database");
    var options = options(uri.getRawQuery());
    boolean tls = "true".equals(options.remove("tls"));
    var cluster = options.remove("cluster");
    require(options.isEmpty(), "an address knows tls and cluster, not " + options.keySet());
    int port = uri.getPort() != -1 ? uri.getPort() : tls ? TLS_PORT : PORT;
    var account = uri.getRawUserInfo() == null ? "default" : uri.getRawUserInfo();
    var parts = account.split(":", 2);
    return new ClickHouseSettings(
        URI.create((tls ? "https://" : "http://") + uri.getHost() + ":" + port),
        path,
        decoded(parts[0]),
        parts.length == 2 ? decoded(parts[1]) : "",
        cluster,
        32,
        2048 * MEBIBYTE,
        1_000_000,
        512 * MEBIBYTE,
        Duration.ofSeconds(20),
        Retention.DECLARED,
        InstantSource.system());
  }

  public ClickHouseSettings withClock(InstantSource source) {
    return new ClickHouseSettings(
        endpoint,
        database,
        user,
        password,
        cluster,
        queries,
        queryBytes,
        queuedRows,
        queuedBytes,
        patience,
        retention,
        source);
  }

  public ClickHouseSettings withRetention(Retention howLong) {
    return new ClickHouseSettings(
        endpoint,
        database,
        user,
        password,
        cluster,
        queries,
        queryBytes,
        queuedRows,
        queuedBytes,
        patience,
        howLong,
        clock);
  }

  public ClickHouseSettings withPatience(Duration time) {
    return new ClickHouseSettings(
        endpoint,
        database,
        user,
        password,
        cluster,
        queries,
        queryBytes,
        queuedRows,
        queuedBytes,
        time,
        retention,
        clock);
  }

  public ClickHouseSettings withQueue(int rows, long bytes) {
    return new ClickHouseSettings(
        endpoint,
        database,
        user,
        password,
        cluster,
        queries,
        queryBytes,
        rows,
        bytes,
        patience,
        retention,
        clock);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "clickhouse at " + endpoint + "/" + database;
  }

  private static Map<String, String> options(@Nullable String query) {
    var options = new HashMap<String, String>();
    if (query != null) {
      for (var option : query.split("&")) {
        var parts = option.split("=", 2);
        options.put(parts[0], parts.length == 2 ? decoded(parts[1]) : "true");
      }
    }
    return options;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
