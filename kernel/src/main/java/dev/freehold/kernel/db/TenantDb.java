package dev.freehold.kernel.db;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.http.IdempotentRequest;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The caller's tenant in PostgreSQL: row security shows and takes that tenant's rows alone. */
public final class TenantDb {

  private final DataSource database;
  private final Transactions transactions;
  private final IdempotentAnswers answers;
  private final Map<String, Statement> statements = new ConcurrentHashMap<>();

  private static final String SET_TENANT = "set_config('freehold.tenant', ?, true)";
  private static final String SET_PROJECT = "set_config('freehold.project', ?, true)";

  private record Statement(ParsedSql parsed, String ofTenant, String ofProject) {}

  public TenantDb(DataSource application, IdempotentAnswers answers) {
    this.database = application;
    this.transactions = new Transactions(application);
    this.answers = answers;
  }

  /**
   * Runs work in one transaction of the caller's tenant: its changes, their audit rows, what it
   * publishes and enqueues, and the remembered answer of an idempotent request commit together or
   * not at all. The work returns what the request answers.
   */
  public <T extends @Nullable Object> T inTenant(Caller caller, Function<JdbcClient, T> work) {
    return transactions.run(
        caller,
        sql -> {
          var idempotent = caller.idempotent();
          if (idempotent == null || !idempotent.stored().compareAndSet(false, true)) {
            return work.apply(sql);
          }
          return answers.once(sql, caller, idempotent, work);
        });
  }

  /**
   * Runs one SELECT in the caller's tenant, in one round trip: the tenant is set and the statement
   * run as one implicit transaction, which is two and a half times as fast as begin, set, select,
   * commit. A caller who is limited to grants pays for the transaction.
   *
   * @param values by the names after the colons in {@code sql}; {@code :tenant} is always there.
   *     None may be null: see {@link #typed}
   */
  public <T> List<T> read(Caller caller, String sql, Map<String, ?> values, RowMapper<T> mapper) {
    if (caller.limit() != null) {
      return transactions.run(
          caller,
          client -> client.sql(sql).params(withTenant(caller, values)).query(mapper).list());
    }
    var statement = statements.computeIfAbsent(sql, TenantDb::parse);
    var parameters = new MapSqlParameterSource(values).addValue("tenant", caller.tenantId());
    var bound = NamedParameterUtils.buildValueArray(statement.parsed(), parameters, null);
    try (var connection = Transactions.open(database);
        var prepared =
            connection.prepareStatement(
                caller.project() == null ? statement.ofTenant() : statement.ofProject())) {
      int position = 1;
      prepared.setString(position++, caller.tenantId().toString());
      if (caller.project() != null) {
        prepared.setString(position++, caller.project().toString());
      }
      for (var value : bound) {
        prepared.setObject(position++, typed(value));
      }
      return rows(prepared, mapper);
    } catch (SQLException e) {
      throw Transactions.failure(e);
    }
  }

  private static Map<String, Object> withTenant(Caller caller, Map<String, ?> values) {
    var all = new HashMap<String, Object>(values);
    all.put("tenant", caller.tenantId());
    return all;
  }

  /** The one row that {@link #read} finds, if any. */
  public <T> Optional<T> readOne(
      Caller caller, String sql, Map<String, ?> values, RowMapper<T> mapper) {
    return read(caller, sql, values, mapper).stream().findFirst();
  }

  /**
   * Refuses values whose type the driver leaves to the server. It would ask the server first, in a
   * round trip of its own, and the tenant's setting would end with that: the statement would find
   * nothing, from the fifth time on.
   */
  private static Object typed(@Nullable Object value) {
    return switch (value) {
      case UUID id -> id;
      case String text -> text;
      case Integer number -> number;
      case Long number -> number;
      case Boolean flag -> flag;
      case byte[] bytes -> bytes;
      case null, default ->
          throw new IllegalArgumentException(
              "a read takes UUID, String, Integer, Long, Boolean or byte[], not " + value);
    };
  }

  private static Statement parse(String sql) {
    var parsed = NamedParameterUtils.parseSqlStatement(sql);
    var positional =
        NamedParameterUtils.substituteNamedParameters(parsed, new MapSqlParameterSource());
    return new Statement(
        parsed,
        "select " + SET_TENANT + "; " + positional,
        "select " + SET_TENANT + ", " + SET_PROJECT + "; " + positional);
  }

  private static <T> List<T> rows(PreparedStatement prepared, RowMapper<T> mapper)
      throws SQLException {
    prepared.execute();
    prepared.getMoreResults();
    var rows = new ArrayList<T>();
    try (var results = prepared.getResultSet()) {
      while (results.next()) {
        rows.add(mapper.mapRow(results, rows.size()));
      }
    }
    return rows;
  }

  /** The answer that an earlier request with the same key got, if there was one. */
  public Optional<StoredAnswer> answerOf(Caller caller, IdempotentRequest request) {
    return answers.find(this, caller, request);
  }
}
