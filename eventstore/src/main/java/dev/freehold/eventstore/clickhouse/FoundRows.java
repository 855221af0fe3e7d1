package dev.freehold.eventstore.clickhouse;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an answer as a {@link ResultSet} that only goes forward: the getters that mappers
 * use, each with the meaning that it has on the other engine. A type of its own would have to spell
 * out two hundred methods; this one refuses the rest by name.
 */
final class FoundRows {

  private final ClickHouseBinaryFormatReader reader;
  private final Map<String, Integer> columns = new HashMap<>();
  private final ResultSet view;
  private boolean lastWasNull;

  FoundRows(ClickHouseBinaryFormatReader reader) {
    this.reader = reader;
    var found = reader.getSchema().getColumns();
    for (int i = 0; i < found.size(); i++) {
      columns.putIfAbsent(found.get(i).getColumnName().toLowerCase(Locale.ROOT), i + 1);
    }
    view = proxy(ResultSet.class, this::answer);
  }

  boolean next() {
    return reader.next() != null;
  }

  ResultSet asResultSet() {
    return view;
  }

  private @Nullable Object answer(Method method, @Nullable Object[] arguments) throws SQLException {
    return switch (method.getName()) {
      case "getString" -> text(value(arguments));
      case "getLong" -> number(value(arguments)).longValue();
      case "getInt" -> Math.toIntExact(number(value(arguments)).longValue());
      case "getDouble" -> number(value(arguments)).doubleValue();
      case "getBoolean" -> truth(value(arguments));
      case "getBigDecimal" -> decimal(value(arguments));
      case "getObject" ->
          arguments.length == 2 && arguments[1] instanceof Class<?> type
              ? as(type, value(arguments))
              : plain(value(arguments));
      case "wasNull" -> lastWasNull;
      case "findColumn" -> index(arguments);
      case "getMetaData" -> metaData();
      case "toString" -> "the row of an answer";
      case "hashCode" -> System.identityHashCode(this);
      case "equals" -> arguments[0] == view;
      default -> throw new SQLException("rows of events do not know " + method.getName());
    };
  }

  private @Nullable Object value(@Nullable Object[] arguments) throws SQLException {
    @Nullable Object value = reader.readValue(index(arguments));
    lastWasNull = value == null;
    return value;
  }

  private int index(@Nullable Object[] arguments) throws SQLException {
    if (arguments[0] instanceof Integer at) {
      return at;
    }
    var name = String.valueOf(arguments[0]).toLowerCase(Locale.ROOT);
    var at = columns.get(name);
    if (at == null) {
      throw new SQLException("the answer has no column " + name + " but " + columns.keySet());
    }
    return at;
  }

  private static @Nullable Object as(Class<?> type, @Nullable Object value) throws SQLException {
    if (value == null) {
      return null;
    }
    if (type == LocalDateTime.class) {
      return local(value);
    }
    if (type == Instant.class) {
      return local(value).toInstant(ZoneOffset.UTC);
    }
    if (type == LocalDate.class) {
      return value instanceof LocalDate date ? date : local(value).toLocalDate();
    }
    if (type == String.class) {
      return text(value);
    }
    if (type == UUID.class) {
      return value instanceof UUID ? value : UUID.fromString(String.valueOf(value));
    }
    if (type == BigDecimal.class) {
      return decimal(value);
    }
    if (type == Long.class) {
      return number(value).longValue();
    }
    if (type == Integer.class) {
      return Math.toIntExact(number(value).longValue());
    }
    if (type == Double.class) {
      return number(value).doubleValue();
    }
    if (type == Boolean.class) {
      return truth(value);
    }
    throw new SQLException("rows of events hold no " + type.getName());
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof ZonedDateTime ? local(value) : value;
  }

  private static LocalDateTime local(Object value) {
    return switch (value) {
      case ZonedDateTime zoned -> zoned.withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
      case LocalDateTime already -> already;
      case LocalDate date -> date.atStartOfDay();
      default -> throw new IllegalStateException("no time: " + value);
    };
  }

  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case BigDecimal decimal -> decimal.toPlainString();
      case ZonedDateTime zoned -> local(zoned).toString();
      default -> value.toString();
    };
  }

  private static Number number(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> 0;
      case Number number -> number;
      case Boolean truth -> truth ? 1 : 0;
      case String text -> new BigDecimal(text);
      default -> throw new SQLException("no number: " + value);
    };
  }

  private static boolean truth(@Nullable Object value) throws SQLException {
    return value instanceof Boolean truth ? truth : number(value).longValue() != 0;
  }

  private static @Nullable BigDecimal decimal(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> null;
      case BigDecimal decimal -> decimal;
      case BigInteger whole -> new BigDecimal(whole);
      case Double fraction -> BigDecimal.valueOf(fraction);
      default -> new BigDecimal(number(value).toString());
    };
  }

  private ResultSetMetaData metaData() {
    var found = reader.getSchema().getColumns();
    return proxy(
        ResultSetMetaData.class,
        (method, arguments) ->
            switch (method.getName()) {
              case "getColumnCount" -> found.size();
              case "getColumnLabel", "getColumnName" ->
                  found.get((Integer) arguments[0] - 1).getColumnName();
              case "getColumnTypeName" ->
                  found.get((Integer) arguments[0] - 1).getOriginalTypeName();
              default -> throw new SQLException("answers do not know " + method.getName());
            });
  }

  private interface Answer {
    @Nullable Object to(Method method, @Nullable Object[] arguments) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            FoundRows.class.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) ->
                answer.to(method, arguments == null ? new Object[0] : arguments)));
  }
}
