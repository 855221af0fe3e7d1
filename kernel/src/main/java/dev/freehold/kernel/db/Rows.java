package dev.freehold.kernel.db;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Maps rows to records: component {@code createdAt} from column {@code created_at}. Enums are lower
 * case in SQL, durations are whole seconds, arrays are lists of strings, jsonb is a {@link
 * JsonNode}.
 */
public final class Rows {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<Class<?>, RowMapper<?>> MAPPERS = new ConcurrentHashMap<>();

  private interface Reader {
    @Nullable Object read(ResultSet row, String column) throws SQLException;
  }

  private record Component(String column, Reader reader) {}

  private Rows() {}

  /** The mapper of a record type, made once. */
  @SuppressWarnings("unchecked")
  public static <T extends Record> RowMapper<T> of(Class<T> type) {
    return (RowMapper<T>) MAPPERS.computeIfAbsent(type, key -> mapper(type));
  }

  private static <T extends Record> RowMapper<T> mapper(Class<T> type) {
    var components =
        Arrays.stream(type.getRecordComponents())
            .map(component -> new Component(column(component), reader(component)))
            .toList();
    var constructor = canonicalConstructor(type);
    return (row, index) -> {
      var values = new @Nullable Object[components.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = components.get(i).reader().read(row, components.get(i).column());
      }
      return create(constructor, values);
    };
  }

  private static <T> T create(Constructor<T> constructor, @Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException(e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(constructor + " refused a row", e.getCause());
    }
  }

  private static <T extends Record> Constructor<T> canonicalConstructor(Class<T> type) {
    try {
      var constructor =
          type.getDeclaredConstructor(
              Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String column(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static Reader reader(RecordComponent component) {
    var type = component.getType();
    if (type.isEnum()) {
      return (row, column) -> constant(type, row.getString(column));
    }
    return switch (type.getSimpleName()) {
      case "String" -> ResultSet::getString;
      case "UUID" -> (row, column) -> row.getObject(column, UUID.class);
      case "long" -> (row, column) -> present(row, column, row.getLong(column));
      case "int" -> (row, column) -> present(row, column, row.getInt(column));
      case "Integer" -> (row, column) -> row.getObject(column, Integer.class);
      case "Long" -> (row, column) -> row.getObject(column, Long.class);
      case "boolean" -> (row, column) -> present(row, column, row.getBoolean(column));
      case "Instant" -> (row, column) -> instant(row.getObject(column, OffsetDateTime.class));
      case "Duration" ->
          (row, column) -> Duration.ofSeconds(present(row, column, row.getLong(column)));
      case "ZoneId" -> (row, column) -> ZoneId.of(row.getString(column));
      case "Currency" -> (row, column) -> Currency.getInstance(row.getString(column));
      case "List" -> (row, column) -> strings(row.getArray(column));
      case "JsonNode" -> (row, column) -> json(row.getString(column));
      default -> throw new IllegalArgumentException("no reading of " + type + " from a column yet");
    };
  }

  /** JDBC reads null as 0 or false, which would be a wrong answer rather than none. */
  private static <T> T present(ResultSet row, String column, T value) throws SQLException {
    if (row.wasNull()) {
      throw new IllegalStateException(column + " is null, and its component cannot be");
    }
    return value;
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static @Nullable JsonNode json(@Nullable String text) {
    return text == null ? null : JSON.readTree(text);
  }

  private static List<String> strings(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  private static @Nullable Object constant(Class<?> type, @Nullable String name) {
    if (name == null) {
      return null;
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " is not a " + type.getSimpleName()));
  }
}
