package dev.freehold.kernel.http;

import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list: {@code ?limit=} (1 to 1,000, default 50) and {@code ?cursor=}. Lists are
 * newest first, by id, since ids grow with time.
 */
public record PageRequest(int limit, @Nullable UUID after) {

  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 1_000;

  /** PostgreSQL compares ids bytewise, so none is greater. */
  private static final UUID BEHIND_ALL = new UUID(-1, -1);

  public static PageRequest first(int limit) {
    return new PageRequest(limit, null);
  }

  static PageRequest parse(@Nullable String limit, @Nullable String cursor) {
    return new PageRequest(
        limit == null ? DEFAULT_LIMIT : Limits.limit(limit, MAX_LIMIT),
        cursor == null ? null : decode(cursor));
  }

  /**
   * Values for {@code :limit} (one row more than the page, to see whether it ends) and {@code
   * :after}, for {@code where id < :after order by id desc limit :limit}.
   */
  public Map<String, Object> values() {
    var values = new HashMap<String, Object>();
    values.put("limit", limit + 1);
    values.put("after", after == null ? BEHIND_ALL : after);
    return values;
  }

  /** The page of the rows that a statement with these {@link #values} found. */
  public <T> Page<T> of(List<T> found, Function<T, UUID> id) {
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    var rows = found.subList(0, limit);
    return new Page<>(rows, encode(id.apply(rows.getLast())));
  }

  private static String encode(UUID id) {
    var bytes = ByteBuffer.allocate(16).putLong(id.getMostSignificantBits());
    bytes.putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static UUID decode(String cursor) {
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (bytes.remaining() == 16) {
        return new UUID(bytes.getLong(), bytes.getLong());
      }
    } catch (IllegalArgumentException e) {
      // Not Base64: the same mistake as a wrong length.
    }
    throw new Invalid(
        KernelError.INVALID_CURSOR,
        "cursor is not one that this list gave out; start again without it.",
        List.of(new Invalid.Field("cursor", "is not one that this list gave out")));
  }
}
