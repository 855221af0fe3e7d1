package dev.freehold.eventstore.duckdb.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Bytes that grow as they are written; big-endian, small numbers in few bytes. */
final class Output {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int CONTINUES = 0x80;
  private static final int BITS = 7;

  private byte[] bytes = new byte[1 << 16];
  private int size;

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  ByteBuffer written() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  void addByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  void addLong(long value) {
    reserve(Long.BYTES);
    LONGS.set(bytes, size, value);
    size += Long.BYTES;
  }

  void addUuid(UUID value) {
    addLong(value.getMostSignificantBits());
    addLong(value.getLeastSignificantBits());
  }

  /** A number that is not negative. */
  void addCount(int value) {
    int left = value;
    while (left >= CONTINUES) {
      addByte(left | CONTINUES);
      left >>>= BITS;
    }
    addByte(left);
  }

  void addText(String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    addCount(utf8.length);
    reserve(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  /** Leaves room for bits that {@link #setBit} sets. */
  int addBits(int count) {
    int at = size;
    int length = (count + Byte.SIZE - 1) / Byte.SIZE;
    reserve(length);
    Arrays.fill(bytes, size, size + length, (byte) 0);
    size += length;
    return at;
  }

  void setBit(int at, int bit) {
    bytes[at + bit / Byte.SIZE] |= (byte) (1 << bit % Byte.SIZE);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
