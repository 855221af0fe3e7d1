package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The files of one store: {@code CURRENT} names the database file in use, and whatever else an
 * interrupted erasure left behind is removed at opening.
 */
final class StoreFiles implements AutoCloseable {

  /** Left between an erasure's delete and the end of its rewrite. */
  static final String ERASING = "ERASING";

  /** Left while the file may hold bytes of rows that no query sees. */
  static final String RESIDUE = "RESIDUE";

  /** Made by an operator who wants to go on although acknowledged rows are lost. */
  static final String LOSS_ACCEPTED = "LOSS_ACCEPTED";

  private static final String SEGMENTS = "segments";
  private static final String JOURNAL = "journal";
  private static final String LOCK = "LOCK";
  private static final String CURRENT = "CURRENT";
  private static final String SPILL = ".spill";
  private static final String WAL = ".wal";
  private static final Pattern DATABASE = Pattern.compile("events_(\\d{6})\\.duckdb.*");

  private final Path dir;
  private final FileChannel lock;
  private int number;

  private StoreFiles(Path dir, FileChannel lock, int number) {
    this.dir = dir;
    this.lock = lock;
    this.number = number;
  }

  static StoreFiles open(Path dir) throws IOException {
    Files.createDirectories(dir);
    var lock = lock(dir);
    try {
      var files = new StoreFiles(dir, lock, currentNumber(dir));
      files.removeStrays();
      return files;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  Path database() {
    return dir.resolve(name(number));
  }

  /** Where the next erasure writes the live rows. */
  Path next() {
    return dir.resolve(name(number + 1));
  }

  /** What the engine writes when memory is short, beside its file and deleted with it. */
  Path spill() {
    return database().resolveSibling(name(number) + SPILL);
  }

  /** Where sealed rows are kept. */
  Path segments() {
    return dir.resolve(SEGMENTS);
  }

  /** Where rows are kept until the database has them. */
  Path journal() {
    return dir.resolve(JOURNAL);
  }

  static Path wal(Path database) {
    return database.resolveSibling(database.getFileName() + WAL);
  }

  long walBytes() {
    // Not Files.size: the log is missing after a checkpoint, and an exception per look is dear.
    return wal(database()).toFile().length();
  }

  /** Makes {@link #next()} the store's file, durably and at one instant. */
  void switchToNext() throws IOException {
    sync(next());
    writeCurrent(dir, number + 1);
    number++;
  }

  void mark(String marker) throws IOException {
    Files.write(dir.resolve(marker), new byte[0]);
    sync(dir);
  }

  Path path(String marker) {
    return dir.resolve(marker);
  }

  boolean isMarked(String marker) {
    return Files.exists(dir.resolve(marker));
  }

  void unmark(String marker) throws IOException {
    if (Files.deleteIfExists(dir.resolve(marker))) {
      sync(dir);
    }
  }

  /** Deletes a database file with everything the engine put beside it. */
  void delete(Path database) throws IOException {
    var prefix = database.getFileName().toString();
    for (var path : list(dir)) {
      if (path.getFileName().toString().startsWith(prefix)) {
        deleteDeep(path);
      }
    }
    sync(dir);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static FileChannel lock(Path dir) throws IOException {
    var channel =
        FileChannel.open(dir.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Held in this process: the same answer as for another one.
    }
    channel.close();
    throw new EventStoreUnavailable(
        "the event store in " + dir + " is already open; close it there before opening it here");
  }

  private static int currentNumber(Path dir) throws IOException {
    var current = dir.resolve(CURRENT);
    if (Files.exists(current)) {
      var name = Files.readString(current).strip();
      var matcher = DATABASE.matcher(name);
      if (!matcher.matches() || !name.equals(name(Integer.parseInt(matcher.group(1))))) {
        throw new EventStoreUnavailable(current + " does not name a database file: " + name);
      }
      return Integer.parseInt(matcher.group(1));
    }
    if (list(dir).stream().anyMatch(StoreFiles::isDatabase)) {
      throw new EventStoreUnavailable(
          dir + " holds events but no CURRENT file that says which are live; restore it");
    }
    writeCurrent(dir, 1);
    return 1;
  }

  private static void writeCurrent(Path dir, int number) throws IOException {
    var fresh = dir.resolve(CURRENT + ".new");
    Files.writeString(fresh, name(number) + "\n");
    sync(fresh);
    Files.move(
        fresh,
        dir.resolve(CURRENT),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    sync(dir);
  }

  private void removeStrays() throws IOException {
    var live = name(number);
    for (var path : list(dir)) {
      var name = path.getFileName().toString();
      if (isDatabase(path) && (!name.startsWith(live) || name.endsWith(SPILL))) {
        deleteDeep(path);
      }
    }
    if (Files.exists(wal(database()))) {
      // A crash: what was not committed may still be in the free blocks.
      mark(RESIDUE);
    }
    sync(dir);
  }

  private static void deleteDeep(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      for (var inner : list(path)) {
        deleteDeep(inner);
      }
    }
    Files.deleteIfExists(path);
  }

  private static boolean isDatabase(Path path) {
    return DATABASE.matcher(path.getFileName().toString()).matches();
  }

  private static List<Path> list(Path dir) throws IOException {
    try (var paths = Files.list(dir)) {
      return paths.toList();
    }
  }

  private static String name(int number) {
    return "events_%06d.duckdb".formatted(number);
  }

  private static void sync(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
