package dev.freehold.analytics.console;

import dev.freehold.kernel.console.Address;
import dev.freehold.kernel.console.BrowserZone;
import dev.freehold.kernel.error.Invalid;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a page's address says; an address always shows the same thing. */
public record Parameters(Map<String, List<String>> values) {

  static final int MAX_TEXT = 500;
  private static final String ZONE = BrowserZone.FIELD;

  /** The parameters of a request; its zone is that of the browser where the address has none. */
  static Parameters of(HttpServletRequest request) {
    var values = new LinkedHashMap<String, List<String>>();
    request
        .getParameterMap()
        .forEach(
            (name, texts) ->
                values.put(
                    name,
                    Arrays.stream(texts).map(String::strip).filter(t -> !t.isEmpty()).toList()));
    if (values.getOrDefault(ZONE, List.of()).isEmpty()) {
      BrowserZone.of(request).ifPresent(zone -> values.put(ZONE, List.of(zone)));
    }
    return new Parameters(values);
  }

  static Parameters none() {
    return new Parameters(Map.of());
  }

  public String text(String name) {
    var text = values.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    if (text.length() > MAX_TEXT) {
      throw Invalid.parameter(name, "must have at most " + MAX_TEXT + " characters");
    }
    return text;
  }

  String text(String name, String otherwise) {
    var text = text(name);
    return text.isEmpty() ? otherwise : text;
  }

  @Nullable String optional(String name) {
    var text = text(name);
    return text.isEmpty() ? null : text;
  }

  /** All values of a name that were filled in. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  boolean is(String name) {
    return text(name).equals("true");
  }

  @Nullable LocalDate date(String name) {
    var text = text(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw Invalid.parameter(name, "must be a day such as 2026-03-29");
    }
  }

  @Nullable UUID id(String name) {
    var text = text(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw Invalid.parameter(name, "must be an id");
    }
  }

  int number(String name, int otherwise, List<Integer> known) {
    var text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    return known.stream()
        .filter(number -> number.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> Invalid.parameter(name, "must be one of " + known));
  }

  <E extends Enum<E>> E choice(String name, E otherwise) {
    var text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    return Arrays.stream(otherwise.getDeclaringClass().getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> Invalid.parameter(name, "must be one of the list"));
  }

  /** The same with other values; null takes one away. */
  public Parameters with(@Nullable String... namesAndValues) {
    var copy = new LinkedHashMap<>(values);
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      var name = String.valueOf(namesAndValues[i]);
      var value = namesAndValues[i + 1];
      if (value == null) {
        copy.remove(name);
      } else {
        copy.put(name, List.of(value));
      }
    }
    return new Parameters(copy);
  }

  /** The address of a page with these parameters. */
  public String at(String path) {
    var address = path;
    for (var entry : values.entrySet()) {
      for (var value : entry.getValue()) {
        address = Address.of(address, entry.getKey(), value);
      }
    }
    return address;
  }
}
