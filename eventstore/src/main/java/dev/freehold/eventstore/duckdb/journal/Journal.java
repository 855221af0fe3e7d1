package dev.freehold.eventstore.duckdb.journal;

import dev.freehold.eventstore.intake.Declaration;
import dev.freehold.eventstore.intake.Rows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where rows are durable until the database has them. One thread writes; another says what the
 * database has. A record is written only when the one before is on the disk, so nothing but the
 * last one can be torn.
 */
public final class Journal {

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** A group that is longer is several records. */
  private static final int RECORD_BYTES = 1 << 20;

  private static final String SPARE = "spare";

  private final Path dir;
  private final Output content = new Output();
  private final Output streams = new Output();
  private final Map<Declaration, Integer> numbers = new HashMap<>();

  /** Those that the file in use names, and those that the record being written needs. */
  private final Set<Declaration> named = new HashSet<>();

  private final Set<Declaration> needed = new LinkedHashSet<>();
  private ByteBuffer record = ByteBuffer.allocateDirect(1 << 16);
  private @Nullable JournalFile active;
  private volatile boolean broken;
  private volatile long folded;
  private int number;

  /** Full files whose rows the database may lack, oldest first, and one to be used again. */
  private final ArrayDeque<JournalFile> full = new ArrayDeque<>();

  private @Nullable JournalFile spare;

  /**
   * Begins empty; what an earlier process left is for {@link Recovery}.
   *
   * @param last the number of the last file of an earlier process
   * @param folded the receipt up to which the database has all rows
   */
  public Journal(Path dir, int last, long folded) {
    this.dir = dir;
    this.number = last;
    this.folded = folded;
  }

  /** Whether a write failed; nothing can be written until all rows are in the database. */
  public boolean isBroken() {
    return broken;
  }

  /** Writes rows that are no duplicates; they are durable after {@link #sync}. */
  public void add(Declaration declaration, Rows rows, BitSet duplicates, long received)
      throws IOException {
    needed.add(declaration);
    Encoding.writeRows(content, numberOf(declaration), declaration, rows, duplicates);
    if (content.size() > RECORD_BYTES) {
      sync(received);
    }
  }

  /** Puts on the disk what was added. */
  public void sync(long received) throws IOException {
    if (content.size() == 0) {
      return;
    }
    boolean written = false;
    try {
      write(received);
      written = true;
    } finally {
      content.clear();
      needed.clear();
      broken |= !written;
    }
  }

  /** What is written from now on stands in another file than what was written before. */
  public void rotate() throws IOException {
    if (active != null && !active.isEmpty()) {
      retireActive();
    }
  }

  /** Says up to which receipt the database has all rows, which each record then tells as well. */
  public void note(long upTo) {
    folded = upTo;
  }

  /** Overwrites and gives up the files whose rows the database has. */
  public void release(long upTo) {
    for (var file = next(upTo); file != null; file = next(upTo)) {
      try {
        if (!keepAsSpare(file)) {
          file.delete();
        }
      } catch (IOException e) {
        LOG.warn("A file of the journal could not be given up; opening the store does", e);
      }
    }
  }

  /** Begins anew after a failure, once the database has all rows. */
  public void reset() throws IOException {
    rotate();
    release(Long.MAX_VALUE);
    broken = false;
  }

  /** Gives up all files if the database has all rows. */
  public void close(boolean allFolded) throws IOException {
    var last = active;
    active = null;
    if (last != null) {
      if (allFolded) {
        last.delete();
      } else {
        last.close();
      }
    }
    synchronized (this) {
      if (spare != null) {
        spare.delete();
        spare = null;
      }
      for (var file : full) {
        if (allFolded) {
          file.delete();
        } else {
          file.close();
        }
      }
      full.clear();
    }
  }

  private void write(long received) throws IOException {
    var file = active;
    int length = Frame.HEAD + content.size() + describe();
    if (file == null || !file.hasRoom(length)) {
      rotate();
      file = fresh();
      active = file;
      named.clear();
      length = Frame.HEAD + content.size() + describe();
    }
    if (record.capacity() < length) {
      record = ByteBuffer.allocateDirect(2 * length);
    }
    record.clear();
    Frame.write(record, received, folded, streams.written(), content.written());
    file.write(record.flip(), received);
    named.addAll(needed);
  }

  /** The streams that the file in use does not name yet. */
  private int describe() {
    streams.clear();
    for (var declaration : needed) {
      if (!named.contains(declaration)) {
        Encoding.writeStream(streams, numberOf(declaration), declaration);
      }
    }
    return streams.size();
  }

  private int numberOf(Declaration declaration) {
    return numbers.computeIfAbsent(declaration, _ -> numbers.size());
  }

  private void retireActive() {
    var last = active;
    active = null;
    synchronized (this) {
      if (last != null) {
        full.add(last);
      }
    }
  }

  private JournalFile fresh() throws IOException {
    Files.createDirectories(dir);
    number++;
    var path = dir.resolve(Recovery.name(number));
    synchronized (this) {
      if (spare != null) {
        var used = spare;
        spare = null;
        return used.renamed(path);
      }
    }
    return JournalFile.create(path);
  }

  private synchronized @Nullable JournalFile next(long upTo) {
    var oldest = full.peek();
    return oldest != null && oldest.lastReceived() <= upTo ? full.remove() : null;
  }

  private boolean keepAsSpare(JournalFile file) throws IOException {
    synchronized (this) {
      if (spare != null) {
        return false;
      }
    }
    file.clear();
    var kept = file.renamed(dir.resolve(SPARE));
    synchronized (this) {
      spare = kept;
    }
    return true;
  }
}
