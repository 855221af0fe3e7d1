package dev.freehold.kernel.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Addresses of pages with their parameters encoded. */
public final class Address {

  private Address() {}

  /**
   * A path with parameters, given as name, value, name, value; those without a value are left out.
   */
  public static String of(String path, @Nullable String... namesAndValues) {
    var address = new StringBuilder(path);
    char separator = path.indexOf('?') < 0 ? '?' : '&';
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      var value = namesAndValues[i + 1];
      if (value != null && !value.isEmpty()) {
        address.append(separator).append(namesAndValues[i]).append('=');
        address.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        separator = '&';
      }
    }
    return address.toString();
  }
}
