package dev.freehold.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the demo makes, decided before it makes anything and kept beside the data: a demo that was
 * killed half-way goes on with the same passwords and sends the same events, which then count once.
 *
 * @param end the moment that the thirty days lead up to
 * @param sent whether all events were sent
 */
record DemoPlan(Instant end, String operatorPassword, List<Tenant> tenants, boolean sent) {

  /** One tenant of the demo; key and app are filled in once they exist. */
  record Tenant(
      String slug,
      String name,
      String email,
      String password,
      long seed,
      @Nullable String apiKey,
      @Nullable String appId) {

    Tenant with(String key, String app) {
      return new Tenant(slug, name, email, password, seed, key, app);
    }
  }

  private static final JsonMapper JSON = new JsonMapper();

  /** The plan kept in the file, or null if the demo begins. */
  static @Nullable DemoPlan read(Path file) {
    return Files.exists(file) ? JSON.readValue(file.toFile(), DemoPlan.class) : null;
  }

  /** Replaces the file whole; only its owner can read the passwords. */
  void write(Path file) {
    replace(file, JSON.writeValueAsString(this));
  }

  static void replace(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      var whole = Files.createTempFile(file.getParent(), "demo", ".tmp");
      Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rw-------"));
      Files.writeString(whole, text);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
