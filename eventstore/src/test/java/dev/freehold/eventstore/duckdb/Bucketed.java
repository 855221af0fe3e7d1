package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.duckdb.segments.ColdSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;

/** A server that speaks S3 and keeps each object as a file. */
final class Bucketed implements AutoCloseable {

  static final String PREFIX = "kept/here";

  private static final String BUCKET = "cold-segments";
  private static final String KEY = "key";
  private static final String SECRET = "secret-of-the-key";

  private final Path root;
  private int port;
  private @Nullable S3Proxy server;

  Bucketed(Path root) throws Exception {
    this.root = root;
    Files.createDirectories(root.resolve(BUCKET));
    start();
  }

  /** At the same address as before. */
  void start() throws Exception {
    var started =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(root.toString()))
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY, SECRET)
            .build();
    started.start();
    port = started.getPort();
    server = started;
  }

  void stop() throws Exception {
    var running = server;
    server = null;
    if (running != null) {
      running.stop();
    }
  }

  ColdSettings settings(int days, long cacheBytes) {
    return new ColdSettings(
        "http://127.0.0.1:" + port,
        "us-east-1",
        BUCKET,
        KEY,
        SECRET,
        PREFIX,
        Duration.ofDays(days),
        cacheBytes);
  }

  Path objectsBelow() {
    return root.resolve(BUCKET).resolve(PREFIX);
  }

  /** The segments among the objects. */
  List<Path> objects() throws IOException {
    return parquet(objectsBelow());
  }

  static List<Path> parquet(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var paths = Files.walk(folder)) {
      return new ArrayList<>(
          paths.filter(path -> path.toString().endsWith(".parquet")).sorted().toList());
    }
  }

  @Override
  public void close() throws Exception {
    stop();
  }
}
