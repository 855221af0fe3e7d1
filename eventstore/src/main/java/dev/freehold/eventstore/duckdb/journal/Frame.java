package dev.freehold.eventstore.duckdb.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How a record lies in a file: a mark, the length of its content, a checksum of what follows, the
 * receipt of its rows, the receipt up to which the database had all rows by then, the content.
 */
final class Frame {

  /** Before the content. */
  static final int HEAD = 4 + 4 + 4 + 8 + 8;

  /** No text has such a byte at its beginning. */
  private static final int MARK = 0xFF_7E_1D_FA;

  private static final int CHECKED = 12;

  /** A record that is whole. */
  record Found(int at, long received, long folded, ByteBuffer content) {
    int end() {
      return at + HEAD + content.capacity();
    }
  }

  private Frame() {}

  static void write(ByteBuffer to, long received, long folded, ByteBuffer... content) {
    int at = to.position();
    int length = 0;
    to.position(at + HEAD);
    for (var part : content) {
      length += part.remaining();
      to.put(part);
    }
    to.putInt(at, MARK);
    to.putInt(at + 4, length);
    to.putLong(at + CHECKED, received);
    to.putLong(at + CHECKED + 8, folded);
    to.putInt(at + 8, sum(to, at, length));
  }

  /** The record at a place, or null when none begins there that is whole. */
  static @Nullable Found at(ByteBuffer file, int at) {
    if (at > file.capacity() - HEAD || file.getInt(at) != MARK) {
      return null;
    }
    int length = file.getInt(at + 4);
    if (length < 0
        || length > file.capacity() - HEAD - at
        || file.getInt(at + 8) != sum(file, at, length)) {
      return null;
    }
    return new Found(
        at,
        file.getLong(at + CHECKED),
        file.getLong(at + CHECKED + 8),
        file.slice(at + HEAD, length));
  }

  /** The first whole record at or behind a place, wherever it begins; null if there is none. */
  static @Nullable Found searchFrom(ByteBuffer file, int from) {
    for (int at = from; at <= file.capacity() - HEAD; at++) {
      var found = at(file, at);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static int sum(ByteBuffer bytes, int at, int length) {
    var sum = new CRC32C();
    sum.update(bytes.slice(at + CHECKED, HEAD - CHECKED + length));
    return (int) sum.getValue();
  }
}
