package dev.freehold.analytics.collect;

import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Countries by network address, from a local file in MaxMind's format (GeoLite2 Country, DB-IP and
 * others); without a file no country is known. Nothing is asked of anybody.
 */
final class Countries implements AutoCloseable {

  private final @Nullable Reader reader;

  /**
   * @throws IllegalStateException when there is no readable database at the path
   */
  Countries(@Nullable Path file) {
    try {
      reader = file == null ? null : new Reader(file.toFile(), Reader.FileMode.MEMORY);
    } catch (IOException e) {
      throw new IllegalStateException(
          "freehold.analytics.country-database names "
              + file
              + ", which is no readable MMDB file; correct or remove the setting",
          e);
    }
  }

  /** Two capital letters, if the address is in the file. */
  @Nullable String of(InetAddress address) {
    if (reader == null) {
      return null;
    }
    try {
      return reader.get(address, Map.class) instanceof Map<?, ?> found
              && found.get("country") instanceof Map<?, ?> country
              && country.get("iso_code") instanceof String code
          ? code
          : null;
    } catch (IOException e) {
      throw new IllegalStateException("the country database is damaged", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
