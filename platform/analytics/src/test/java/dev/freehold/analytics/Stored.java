package dev.freehold.analytics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a tenant's streams hold, and what stands in the store's files. */
public final class Stored {

  private static final Duration SOON = Duration.ofSeconds(30);

  private Stored() {}

  /** The texts of one column of a stream. */
  public static List<String> texts(AnalyticsServer.Tenant tenant, String statement) {
    return AnalyticsServer.running()
        .bean(EventStore.class)
        .query(
            tenant.caller().tenantId(),
            Query.of(statement),
            SOON,
            row -> String.valueOf(row.getString(1)));
  }

  /** The files of the event store in which a text stands, uncompressed. */
  public static List<Path> filesWith(String text) {
    try (var files = Files.walk(AnalyticsServer.running().events())) {
      return files.filter(Files::isRegularFile).filter(file -> holds(file, text)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
