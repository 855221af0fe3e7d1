package dev.freehold.eventstore.duckdb.segments;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of segments: {@code <stream>/<tenant>/<first day>_<random>.parquet}. */
public final class SegmentFiles {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentFiles.class);
  private static final String STAGING = ".staging";
  private static final String MOVING = ".moving";
  private static final int NAMED = 5;

  private final Path root;
  private final ColdFiles cold;

  /**
   * Looks at nothing yet.
   *
   * @param cold the bucket for segments that are hardly read, null for none
   */
  public SegmentFiles(Path root, @Nullable ColdSettings cold) {
    this.root = root;
    this.cold = new ColdFiles(root, cold);
  }

  /** Those that need not be here. */
  public ColdFiles cold() {
    return cold;
  }

  public Path root() {
    return root;
  }

  public Path path(Segment segment) {
    return root.resolve(segment.file());
  }

  /** An empty folder for the engine to write in. */
  Path staging() throws IOException {
    var staging = root.resolve(STAGING);
    deleteDeep(staging);
    Files.createDirectories(staging);
    return staging;
  }

  /** An empty folder for what comes from outside or is to leave; one at a time. */
  public Path moving() throws IOException {
    moved();
    return Files.createDirectories(root.resolve(MOVING));
  }

  /** Removes {@link #moving}. */
  public void moved() throws IOException {
    deleteDeep(root.resolve(MOVING));
  }

  /** Copies a folder and all in it, durably. */
  public static void copy(Path from, Path to) throws IOException {
    try (var paths = Files.walk(from)) {
      for (var path : (Iterable<Path>) paths::iterator) {
        var target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
        sync(target);
      }
    }
    sync(to);
  }

  /** Removes the folders of a tenant that hold nothing any more. */
  public void removeFolders(UUID tenant) throws IOException {
    try (var streams = Files.list(root)) {
      for (var stream : streams.toList()) {
        var folder = stream.resolve(tenant.toString());
        if (Files.isDirectory(folder)) {
          Files.delete(folder);
          sync(stream);
        }
      }
    }
  }

  static String name(String stream, UUID tenant, String firstDay) {
    return stream + "/" + tenant + "/" + firstDay + "_" + UUID.randomUUID() + ".parquet";
  }

  /** Moves a file from staging to its name; it survives a crash after {@link #syncFolders}. */
  void place(Path staged, Segment segment, Set<Path> folders) throws IOException {
    var target = path(segment);
    var folder = target.getParent();
    if (folder != null && folders.add(folder) && !Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      // The folder's own name is an entry of the folder above, and so on.
      for (var above = folder.getParent();
          above != null && above.startsWith(root);
          above = above.getParent()) {
        folders.add(above);
      }
    }
    sync(staged);
    Files.move(staged, target);
  }

  static void syncFolders(Collection<Path> folders) throws IOException {
    for (var folder : folders) {
      sync(folder);
    }
  }

  /**
   * Deletes files that nothing refers to; what cannot be deleted is a stray at the next opening.
   */
  public void unlink(List<Segment> segments) {
    for (var segment : segments) {
      try {
        Files.deleteIfExists(path(segment));
      } catch (IOException e) {
        LOG.warn("The segment {} could not be deleted now: {}", segment.file(), e.getMessage());
      }
    }
    cold.forget(segments);
  }

  /**
   * Removes files that a crash left, and checks that those listed are there whole.
   *
   * @param sums of the segments that a bucket keeps, by file: they need not be here
   * @return the segments that are missing or not as long as they were written
   */
  public List<Segment> tidy(Version live, Map<String, String> sums) throws IOException {
    Files.createDirectories(root);
    deleteDeep(root.resolve(STAGING));
    deleteDeep(root.resolve(MOVING));
    deleteDeep(root.resolve(ColdFiles.FETCHING));
    var sizes = new HashMap<String, Long>();
    try (var paths = Files.walk(root)) {
      for (var path : (Iterable<Path>) paths::iterator) {
        if (!Files.isDirectory(path)) {
          sizes.put(root.relativize(path).toString(), Files.size(path));
        }
      }
    }
    var damaged = new ArrayList<Segment>();
    var strays = new HashSet<>(sizes.keySet());
    for (var segment : live.all()) {
      var sum = sums.get(segment.file());
      boolean whole = Long.valueOf(segment.bytes()).equals(sizes.get(segment.file()));
      if (whole || sum == null) {
        strays.remove(segment.file());
      }
      if (!whole && sum == null) {
        damaged.add(segment);
      }
    }
    for (var stray : strays) {
      Files.delete(root.resolve(stray));
    }
    if (!strays.isEmpty()) {
      LOG.info(
          "Removed {} segment files that no transaction took up: {}",
          strays.size(),
          strays.stream().sorted().limit(NAMED).toList());
    }
    for (var segment : live.all()) {
      var sum = sums.get(segment.file());
      if (sum != null) {
        cold.add(segment, sum);
      }
    }
    return damaged;
  }

  private static void deleteDeep(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (var inner = Files.list(path)) {
        for (var each : inner.toList()) {
          deleteDeep(each);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  private static void sync(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
