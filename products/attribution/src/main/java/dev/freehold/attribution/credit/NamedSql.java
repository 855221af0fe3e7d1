package dev.freehold.attribution.credit;

import dev.freehold.eventstore.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A statement with named values, {@code :app}, as often as needed; a list stands for as many
 * question marks as it has values.
 */
public final class NamedSql {

  /** A name after a colon, but not a cast. */
  private static final Pattern NAME = Pattern.compile("(?<!:):([a-z_]+)");

  private final String text;
  private final Map<String, List<@Nullable Object>> values = new HashMap<>();

  public NamedSql(String text) {
    this.text = text;
  }

  public NamedSql bind(String name, @Nullable Object value) {
    values.put(name, Arrays.asList(value));
    return this;
  }

  public NamedSql bindAll(String name, Collection<?> all) {
    values.put(name, new ArrayList<>(all));
    return this;
  }

  public Query toQuery() {
    var bound = new ArrayList<@Nullable Object>();
    var sql =
        NAME.matcher(text)
            .replaceAll(
                match -> {
                  var all = values.get(match.group(1));
                  if (all == null) {
                    throw new IllegalArgumentException("no value is bound to :" + match.group(1));
                  }
                  bound.addAll(all);
                  return all.stream().map(_ -> "?").collect(Collectors.joining(", "));
                });
    return new Query(sql, bound);
  }
}
