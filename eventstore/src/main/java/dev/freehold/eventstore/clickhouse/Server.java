package dev.freehold.eventstore.clickhouse;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import dev.freehold.eventstore.RowMapper;
import java.io.ByteArrayInputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is said to the server, one statement per request. */
final class Server implements AutoCloseable {

  /** The most rows of an answer, which is held in memory whole. */
  static final int MAX_ROWS = 1_000_000;

  private static final int MAX_CONNECTIONS = 64;
  private static final int CONNECT_SECONDS = 5;

  /** Longer than any statement of ours; queries have their own limit. */
  private static final int SOCKET_MINUTES = 30;

  private final Client client;
  private final String database;

  Server(ClickHouseSettings settings) {
    database = settings.database();
    client =
        new Client.Builder()
            .addEndpoint(settings.endpoint().toString())
            .setUsername(settings.user())
            .setPassword(settings.password())
            .setDefaultDatabase("default")
            .compressServerResponse(false)
            .compressClientRequest(false)
            .useAsyncRequests(false)
            // Whether a statement may be said again is ours to know.
            .retryOnFailures(ClientFaultCause.None)
            .setMaxRetries(0)
            .setMaxConnections(MAX_CONNECTIONS)
            .setConnectTimeout(CONNECT_SECONDS, ChronoUnit.SECONDS)
            .setSocketTimeout(SOCKET_MINUTES, ChronoUnit.MINUTES)
            .useServerTimeZone(false)
            .useTimeZone("UTC")
            .build();
  }

  /** Runs a statement to its end. */
  void run(String sql) {
    read(sql, _ -> 0);
  }

  /** Runs a statement that does not need the database to be there. */
  void runAnywhere(String sql) {
    read(sql, Map.of(), settings().setDatabase("default"), _ -> 0, _ -> true);
  }

  /** Looks at each row of an answer of any length. */
  void each(String sql, Map<String, Object> parameters, RowReader reader) {
    try (var response = client.query(sql, parameters, binary(settings())).get()) {
      var found = new FoundRows(client.newBinaryFormatReader(response));
      while (found.next()) {
        reader.read(found.asResultSet());
      }
    } catch (Exception e) {
      throw thrown(e);
    }
  }

  /** Takes a row in. */
  @FunctionalInterface
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  <T> List<T> read(String sql, RowMapper<T> mapper) {
    return read(sql, Map.of(), settings(), mapper, _ -> true);
  }

  /** One number. */
  long number(String sql) {
    return read(sql, row -> row.getLong(1)).getFirst();
  }

  /**
   * Maps the rows of an answer.
   *
   * @param parameters the text of each {@code {name:Type}}; the client escapes it
   * @param wanted asked before each row; an answer that is not wanted any more is left there
   */
  <T> List<T> read(
      String sql,
      Map<String, Object> parameters,
      QuerySettings settings,
      RowMapper<T> mapper,
      Predicate<Integer> wanted) {
    try (var response = client.query(sql, parameters, binary(settings)).get()) {
      var rows = new ArrayList<T>();
      if (response.getInputStream().available() == 0 && isCommand(sql)) {
        return rows;
      }
      var found = new FoundRows(client.newBinaryFormatReader(response));
      while (found.next()) {
        if (rows.size() == MAX_ROWS) {
          throw new IllegalArgumentException(
              "the query has more than " + MAX_ROWS + " rows; narrow it: " + sql);
        }
        if (!wanted.test(rows.size())) {
          return rows;
        }
        rows.add(mapper.map(found.asResultSet()));
      }
      return rows;
    } catch (Exception e) {
      throw thrown(e);
    }
  }

  /** Inserts rows as one block; the same token a second time changes nothing. */
  void insert(String table, List<String> columns, byte[] rows, int length, String token) {
    var settings =
        new InsertSettings()
            .setDatabase(database)
            .setQueryId(token)
            .setDeduplicationToken(token)
            // One block, so that the token stands for all rows at once.
            .serverSetting("max_insert_block_size", "10000000")
            .serverSetting("min_insert_block_size_rows", "10000000")
            .serverSetting("min_insert_block_size_bytes", "0")
            .serverSetting("max_partitions_per_insert_block", "0")
            .serverSetting("max_insert_threads", "1")
            .serverSetting("async_insert", "0")
            .serverSetting("insert_deduplicate", "1");
    var body = new ByteArrayInputStream(rows, 0, length);
    try (var _ = client.insert(table, columns, body, ClickHouseFormat.RowBinary, settings).get()) {
      // The answer has nothing in it; that it came is what matters.
    } catch (Exception e) {
      throw thrown(e);
    }
  }

  /** Ends statements under way and waits until they have ended; there may be none. */
  void kill(Layout layout, String condition) {
    run("kill query" + layout.onCluster() + " where " + condition + " sync");
  }

  QuerySettings settings() {
    return new QuerySettings().setDatabase(database).setQueryId(UUID.randomUUID().toString());
  }

  /** The code of the server's own refusal, null when it was not reached or did not answer. */
  static @Nullable Integer refusal(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ServerException refused) {
        return refused.getCode();
      }
    }
    return null;
  }

  /** Whether the failure is the server's or the network's, not a mistake of the caller. */
  static boolean isServers(Throwable failure) {
    return failure instanceof ClickHouseException || failure instanceof CompletionException;
  }

  @Override
  public void close() {
    client.close();
  }

  private static boolean isCommand(String sql) {
    var start = sql.stripLeading().toLowerCase(java.util.Locale.ROOT);
    return !start.startsWith("select") && !start.startsWith("with") && !start.startsWith("explain");
  }

  private static QuerySettings binary(QuerySettings settings) {
    return settings.setFormat(ClickHouseFormat.RowBinaryWithNamesAndTypes);
  }

  private static RuntimeException thrown(Exception e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    var cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof RuntimeException mine ? mine : new CompletionException(cause);
  }
}
