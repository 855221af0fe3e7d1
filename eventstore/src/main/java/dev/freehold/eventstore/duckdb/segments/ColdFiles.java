package dev.freehold.eventstore.duckdb.segments;

import dev.freehold.eventstore.EventStoreUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Segments that a bucket keeps, and which of them are here as well.
 *
 * <p>A reader enters before it names files and leaves when it has read them. What it named was used
 * later than it entered, so a file that was last used before the oldest reader entered is nobody's
 * and may go.
 */
public final class ColdFiles implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ColdFiles.class);
  static final String FETCHING = ".fetching";
  private static final int LOCKS = 64;

  private record Here(long bytes, long used) {}

  private final Path root;
  private final @Nullable Bucket bucket;
  private final @Nullable ColdSettings settings;
  private final Map<String, String> sums = new ConcurrentHashMap<>();
  private final Set<String> unwanted = ConcurrentHashMap.newKeySet();
  private final ReentrantLock[] fetching =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);
  private final LinkedHashMap<String, Here> here = new LinkedHashMap<>(16, 0.75f, true);
  private final TreeSet<Long> readers = new TreeSet<>();
  private long bytesHere;
  private long tick;

  /**
   * Begins empty.
   *
   * @param settings null for no bucket
   */
  public ColdFiles(Path root, @Nullable ColdSettings settings) {
    this.root = root;
    this.settings = settings;
    bucket = settings == null ? null : new Bucket(settings);
  }

  /** Null without a bucket. */
  public @Nullable ColdSettings settings() {
    return settings;
  }

  /** A reader comes; what it provides for itself stays here until {@link #leave}. */
  public synchronized long enter() {
    readers.add(++tick);
    return tick;
  }

  public synchronized void leave(long reader) {
    readers.remove(reader);
    evict();
  }

  public boolean isCold(Segment segment) {
    return sums.containsKey(segment.file());
  }

  /** Whether a reader would not have to wait for it now. */
  public synchronized boolean isHere(Segment segment) {
    return !isCold(segment) || here.containsKey(segment.file());
  }

  /**
   * Fetches what is not here.
   *
   * @throws EventStoreUnavailable when the bucket does not give it
   */
  public void provide(List<Segment> segments) {
    for (var segment : segments) {
      var sum = sums.get(segment.file());
      if (sum != null && !use(segment.file())) {
        fetch(segment, sum);
      }
    }
  }

  /**
   * Writes a segment to the bucket.
   *
   * @return the sum of its bytes
   */
  public String upload(Segment segment) throws IOException {
    var path = root.resolve(segment.file());
    var sum = sum(path);
    bucket().upload(segment.file(), path);
    return sum;
  }

  /** The bucket keeps it, and the catalogue says so: it need not stay here. */
  public synchronized void add(Segment segment, String sum) {
    if (sums.put(segment.file(), sum) == null && Files.exists(root.resolve(segment.file()))) {
      keep(segment);
      evict();
    }
  }

  /** Nobody sees these segments any more, nor their files. */
  synchronized void forget(List<Segment> segments) {
    for (var segment : segments) {
      var gone = here.remove(segment.file());
      if (gone != null) {
        bytesHere -= gone.bytes();
      }
      if (sums.remove(segment.file()) != null) {
        unwanted.add(segment.file());
      }
    }
  }

  /** Deletes the objects of segments that nobody sees any more. */
  public void deleteUnwanted() {
    for (var file : List.copyOf(unwanted)) {
      bucket().delete(file);
      unwanted.remove(file);
    }
  }

  /**
   * Deletes the objects that no catalogue names: a crash left them.
   *
   * @param store says whose prefix it is
   */
  public void sweep(String store) {
    bucket().requireOwnedBy(store);
    var found = bucket().files();
    var strays = found.stream().filter(file -> !sums.containsKey(file)).toList();
    strays.forEach(bucket()::delete);
    if (!strays.isEmpty()) {
      LOG.info("Removed {} objects that no transaction took up", strays.size());
    }
    var missing = new ArrayList<>(sums.keySet());
    missing.removeAll(Set.copyOf(found));
    if (!missing.isEmpty()) {
      LOG.error("{} lacks {} segments, such as {}", settings, missing.size(), missing.getFirst());
    }
  }

  @Override
  public void close() throws IOException {
    if (bucket != null) {
      bucket.close();
    }
  }

  private synchronized boolean use(String file) {
    var found = here.get(file);
    if (found == null) {
      return false;
    }
    here.put(file, new Here(found.bytes(), ++tick));
    return true;
  }

  private void fetch(Segment segment, String sum) {
    var lock = fetching[Math.floorMod(segment.file().hashCode(), LOCKS)];
    lock.lock();
    try {
      if (use(segment.file())) {
        return;
      }
      var path = root.resolve(segment.file());
      var folder = Files.createDirectories(root.resolve(FETCHING));
      var fresh = folder.resolve(UUID.randomUUID() + ".parquet");
      try {
        bucket().download(segment.file(), fresh);
        if (Files.size(fresh) != segment.bytes() || !sum(fresh).equals(sum)) {
          throw new EventStoreUnavailable(
              "%s in %s is not what was written there; put it back from a backup"
                  .formatted(segment.file(), settings));
        }
        try (var channel = FileChannel.open(fresh, StandardOpenOption.READ)) {
          channel.force(true);
        }
        Files.createDirectories(path.resolveSibling(""));
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
      synchronized (this) {
        keep(segment);
        evict();
      }
    } catch (IOException e) {
      throw new EventStoreUnavailable(
          "the cold segment " + segment.file() + " could not be put in place: " + e.getMessage(),
          e);
    } finally {
      lock.unlock();
    }
  }

  private synchronized void keep(Segment segment) {
    if (here.put(segment.file(), new Here(segment.bytes(), ++tick)) == null) {
      bytesHere += segment.bytes();
    }
  }

  private synchronized void evict() {
    if (settings == null) {
      return;
    }
    long oldest = readers.isEmpty() ? Long.MAX_VALUE : readers.first();
    var each = here.entrySet().iterator();
    while (bytesHere > settings.cacheBytes() && each.hasNext()) {
      var next = each.next();
      if (next.getValue().used() > oldest) {
        return;
      }
      try {
        Files.deleteIfExists(root.resolve(next.getKey()));
      } catch (IOException e) {
        LOG.warn("{} could not be evicted: {}", next.getKey(), e.getMessage());
        return;
      }
      bytesHere -= next.getValue().bytes();
      each.remove();
    }
  }

  private Bucket bucket() {
    if (bucket == null) {
      throw new EventStoreUnavailable("the storage of cold segments is not set");
    }
    return bucket;
  }

  private static String sum(Path path) throws IOException {
    try (var out =
        new DigestOutputStream(
            java.io.OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
      Files.copy(path, out);
      return HexFormat.of().formatHex(out.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
