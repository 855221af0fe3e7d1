package dev.freehold.eventstore.duckdb.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Reads what {@link Output} wrote. */
final class Input {

  private static final int CONTINUES = 0x80;
  private static final int BITS = 7;

  private final ByteBuffer bytes;

  Input(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  boolean hasMore() {
    return bytes.hasRemaining();
  }

  int readByte() {
    return bytes.get() & 0xFF;
  }

  long readLong() {
    return bytes.getLong();
  }

  UUID readUuid() {
    return new UUID(readLong(), readLong());
  }

  int readCount() {
    int value = 0;
    int shift = 0;
    int next = readByte();
    while (next >= CONTINUES) {
      value |= (next & ~CONTINUES) << shift;
      shift += BITS;
      next = readByte();
    }
    return value | next << shift;
  }

  String readText() {
    var utf8 = new byte[readCount()];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  byte[] readBits(int count) {
    var bits = new byte[(count + Byte.SIZE - 1) / Byte.SIZE];
    bytes.get(bits);
    return bits;
  }

  static boolean isSet(byte[] bits, int bit) {
    return (bits[bit / Byte.SIZE] & 1 << bit % Byte.SIZE) != 0;
  }
}
