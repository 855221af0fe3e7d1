package dev.freehold.eventstore.duckdb.segments;

import dev.freehold.eventstore.EventStoreUnavailable;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Objects of S3, one for each cold segment: {@code <prefix>/<tenant>/<stream>/<name>}, the tenant
 * first so that all that is a tenant's lies below one prefix.
 */
final class Bucket implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration TRANSFER = Duration.ofSeconds(60);
  private static final Pattern OBJECT =
      Pattern.compile("([0-9a-f-]{36})/([^/]+)/([^/]+\\.parquet)");
  private static final String OWNER = "_store";

  /** One exchange with the storage. */
  @FunctionalInterface
  private interface Call<T> {
    T run() throws MinioException, IOException, GeneralSecurityException;
  }

  private final ColdSettings settings;
  private final MinioClient client;

  /**
   * Asks for nothing yet.
   *
   * @throws IllegalArgumentException when no storage can have such a bucket or address
   */
  Bucket(ColdSettings settings) {
    this.settings = settings;
    var builder =
        MinioClient.builder()
            .endpoint(settings.endpoint())
            .credentials(settings.accessKey(), settings.secretKey());
    client = (settings.region().isBlank() ? builder : builder.region(settings.region())).build();
    client.setTimeout(CONNECT.toMillis(), TRANSFER.toMillis(), TRANSFER.toMillis());
    var _ = get(prefix() + OWNER);
  }

  /** Makes the prefix this store's own, or finds that it is. */
  void requireOwnedBy(String store) {
    var name = prefix() + OWNER;
    var owner =
        call(
            "read " + name,
            () -> {
              try (var in = client.getObject(get(name))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
              } catch (ErrorResponseException e) {
                if (e.errorResponse().code().equals("NoSuchKey")) {
                  return "";
                }
                throw e;
              }
            });
    if (owner.isEmpty()) {
      var bytes = store.getBytes(StandardCharsets.UTF_8);
      write(name, new ByteArrayInputStream(bytes), bytes.length);
    } else if (!owner.equals(store)) {
      throw new EventStoreUnavailable(
          settings
              + " holds segments of another event store; give this one a bucket or prefix of its own");
    }
  }

  /** Uploads a file, and returns once the storage says that it is there as long and as written. */
  void upload(String file, Path from) throws IOException {
    var name = name(file);
    long bytes = Files.size(from);
    String tag;
    try (var in = Files.newInputStream(from)) {
      tag = write(name, in, bytes);
    }
    var found =
        call(
            "look at " + name,
            () ->
                client.statObject(
                    StatObjectArgs.builder().bucket(settings.bucket()).object(name).build()));
    if (found.size() != bytes || !unquoted(found.etag()).equals(unquoted(tag))) {
      throw new EventStoreUnavailable(
          "%s in %s has %d bytes and tag %s where %d bytes and tag %s were written"
              .formatted(name, settings, found.size(), found.etag(), bytes, tag));
    }
  }

  void download(String file, Path to) {
    var name = name(file);
    call(
        "fetch " + name,
        () -> {
          try (var in = client.getObject(get(name))) {
            return Files.copy(in, to);
          }
        });
  }

  /** Deletes what may be gone already. */
  void delete(String file) {
    var name = name(file);
    call(
        "delete " + name,
        () -> {
          client.removeObject(
              RemoveObjectArgs.builder().bucket(settings.bucket()).object(name).build());
          return true;
        });
  }

  /** The files that have an object; others' objects are not looked at. */
  List<String> files() {
    return call(
        "list",
        () -> {
          var found = new ArrayList<String>();
          var all =
              ListObjectsArgs.builder()
                  .bucket(settings.bucket())
                  .prefix(prefix())
                  .recursive(true)
                  .build();
          for (var result : client.listObjects(all)) {
            var parts = OBJECT.matcher(result.get().objectName().substring(prefix().length()));
            if (parts.matches()) {
              found.add(parts.group(2) + "/" + parts.group(1) + "/" + parts.group(3));
            }
          }
          return found;
        });
  }

  @Override
  public void close() throws IOException {
    try {
      client.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private String write(String name, InputStream in, long bytes) {
    return call(
        "write " + name,
        () ->
            client
                .putObject(
                    PutObjectArgs.builder().bucket(settings.bucket()).object(name).stream(
                            in, bytes, -1)
                        .build())
                .etag());
  }

  private GetObjectArgs get(String name) {
    return GetObjectArgs.builder().bucket(settings.bucket()).object(name).build();
  }

  private String prefix() {
    return settings.prefix().isEmpty() ? "" : settings.prefix() + "/";
  }

  private String name(String file) {
    var parts = file.split("/", 3);
    return prefix() + parts[1] + "/" + parts[0] + "/" + parts[2];
  }

  private static String unquoted(String tag) {
    return tag.replace("\"", "");
  }

  private <T> T call(String what, Call<T> call) {
    try {
      return call.run();
    } catch (MinioException | IOException | GeneralSecurityException e) {
      throw new EventStoreUnavailable(
          "the storage of cold segments, %s, could not %s now: %s"
              .formatted(settings, what, e.getMessage()),
          e);
    }
  }
}
