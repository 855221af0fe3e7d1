package dev.freehold.eventstore.duckdb.journal;

import dev.freehold.eventstore.EventStoreUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an earlier process left in the journal. */
public final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final Pattern NAME = Pattern.compile("(\\d{8})\\.journal");

  private record Place(Path file, int at) {}

  private final Path dir;
  private final List<Path> files;
  private final List<Written> written = new ArrayList<>();
  private long noted;

  private Recovery(Path dir, List<Path> files) {
    this.dir = dir;
    this.files = files;
  }

  /**
   * Reads the journal.
   *
   * @param folded the receipt up to which the database has all rows
   * @throws EventStoreUnavailable when a record is damaged that is not the last one
   */
  public static Recovery read(Path dir, long folded) throws IOException {
    var recovery = new Recovery(dir, list(dir));
    recovery.read(folded);
    return recovery;
  }

  static String name(int number) {
    return "%08d.journal".formatted(number);
  }

  /** The rows that the database lacks, in the order of their receipt. */
  public List<Written> written() {
    return written;
  }

  /** The receipt up to which the database had all rows when something was last written. */
  public long noted() {
    return noted;
  }

  /** The number of the last file, 0 for none. */
  public int last() {
    return files.isEmpty() ? 0 : number(files.getLast());
  }

  /** Deletes the files, once the database has their rows. */
  public void done() throws IOException {
    if (!Files.isDirectory(dir)) {
      return;
    }
    try (var all = Files.list(dir)) {
      for (var file : all.toList()) {
        Files.delete(file);
      }
    }
    JournalFile.syncDirectory(dir.resolve("any"));
  }

  private void read(long folded) throws IOException {
    Place torn = null;
    for (var file : files) {
      var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      var streams = new Encoding.Streams();
      int at = 0;
      for (var found = Frame.at(bytes, at); found != null; found = Frame.at(bytes, at)) {
        if (torn != null) {
          throw damaged(torn);
        }
        noted = Math.max(noted, found.folded());
        Consumer<Written> keep = found.received() > folded ? written::add : _ -> {};
        decode(file, found, streams, keep);
        at = found.end();
      }
      if (Frame.searchFrom(bytes, at) != null) {
        throw damaged(new Place(file, at));
      }
      if (torn == null && !isZero(bytes, at)) {
        torn = new Place(file, at);
      }
    }
    if (torn != null) {
      LOG.warn(
          "The last record of {} is torn at byte {} and left out: nobody was told that its rows are"
              + " kept",
          torn.file(),
          torn.at());
    }
  }

  private static void decode(
      Path file, Frame.Found found, Encoding.Streams streams, Consumer<Written> to) {
    try {
      Encoding.read(new Input(found.content()), streams, found.received(), to);
    } catch (RuntimeException e) {
      throw new EventStoreUnavailable(
          "the record at byte %d of %s is whole but cannot be read; a later version of the program may have written it"
              .formatted(found.at(), file),
          e);
    }
  }

  private static EventStoreUnavailable damaged(Place place) {
    return new EventStoreUnavailable(
        "the journal file %s is damaged at byte %d, and whole records follow; nothing was changed. Put the file back from a backup, or move the folder away to go on without the rows that were not in the database yet"
            .formatted(place.file(), place.at()));
  }

  private static boolean isZero(ByteBuffer bytes, int from) {
    for (int at = from; at < bytes.capacity(); at++) {
      if (bytes.get(at) != 0) {
        return false;
      }
    }
    return true;
  }

  private static List<Path> list(Path dir) throws IOException {
    if (!Files.isDirectory(dir)) {
      return List.of();
    }
    try (var all = Files.list(dir)) {
      return all.filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .sorted(Comparator.comparing(Recovery::number))
          .toList();
    }
  }

  private static int number(Path file) {
    var matcher = NAME.matcher(file.getFileName().toString());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(file + " is no file of a journal");
    }
    return Integer.parseInt(matcher.group(1));
  }
}
