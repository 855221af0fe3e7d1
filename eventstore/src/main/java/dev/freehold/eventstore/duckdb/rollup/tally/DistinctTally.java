package dev.freehold.eventstore.duckdb.rollup.tally;

import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.quoted;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.StringJoiner;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.HllUnion;
import org.apache.datasketches.hll.TgtHllType;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/**
 * A HyperLogLog sketch with 2^12 registers, whose estimates have a relative standard error of 1.63
 * % (1.04 / √4096) once they were merged; small numbers are nearly exact. It has 4 KiB at most and
 * does not hold the values. While there are few values, their hashes.
 */
public final class DistinctTally implements Sketch {

  private static final int LOG_REGISTERS = 12;

  /**
   * A byte a register: twice the size of the smallest, which takes three times as long to merge.
   */
  private static final TgtHllType TYPE = TgtHllType.HLL_8;

  private static final double STANDARD_ERROR = 0.0163;
  private static final double SHARE = 0.8;

  /** Where the library's format has what; see its PreambleUtil. */
  private static final int MODE_AT = 7;

  private static final int MODE_MASK = 3;
  private static final int HLL_MODE = 2;
  private static final int LIST_AT = 8;
  private static final int SET_AT = 12;
  private static final int REGISTERS_AT = 40;
  private static final int MAX_HASHES = 32;
  private static final long[] NONE = {};

  private long[] hashes = NONE;
  private int size;
  private @Nullable HllUnion union;
  private byte @Nullable [] bytes;

  /** What of a row is counted. */
  public static String value(String column) {
    return TextHash.sql(quoted(column));
  }

  /** The type of {@link #value}. */
  public static String valueType() {
    return TextHash.isOfEngine() ? "bigint" : "blob";
  }

  /** Adds values as {@link #value} gives them. */
  public void addValues(@Nullable Array array) throws SQLException {
    if (array != null) {
      for (var value : (@Nullable Object[]) array.getArray()) {
        if (value instanceof Long hash) {
          add((long) hash);
        } else if (value instanceof Blob blob) {
          add(hash(blob));
        }
      }
    }
  }

  public void addSketch(@Nullable Blob sketch) throws SQLException {
    if (sketch != null) {
      addSketch(sketch.getBytes(1, (int) sketch.length()));
    }
  }

  void addSketches(@Nullable Array array) throws SQLException {
    if (array != null) {
      for (var sketch : (@Nullable Object[]) array.getArray()) {
        if (sketch instanceof Blob blob) {
          addSketch(blob.getBytes(1, (int) blob.length()));
        }
      }
    }
  }

  private void addSketch(byte[] sketch) {
    merged().update(HllSketch.heapify(MemorySegment.ofArray(sketch)));
  }

  static long hash(Blob value) throws SQLException {
    return TextHash.of(value.getBytes(1, (int) value.length()));
  }

  @Override
  public void add(long hash) {
    if (union != null) {
      union.update(hash);
    } else if (size == MAX_HASHES) {
      merged().update(hash);
    } else {
      if (size == hashes.length) {
        hashes = Arrays.copyOf(hashes, Math.max(4, 2 * size));
      }
      hashes[size++] = hash;
    }
  }

  @Override
  public void add(Tally other) {
    var more = (DistinctTally) other;
    for (int i = 0; i < more.size; i++) {
      add(more.hashes[i]);
    }
    if (more.union != null) {
      merged().update(more.union.getResult(TYPE));
    }
  }

  /** Within three standard errors of each. */
  @Override
  public boolean agrees(Tally other) {
    double one = estimate();
    double two = ((DistinctTally) other).estimate();
    return Math.abs(one - two) <= Math.max(0.5, 2 * 3 * STANDARD_ERROR * Math.max(one, two));
  }

  @Override
  public String toString() {
    return "about " + Math.round(estimate()) + " different";
  }

  public double estimate() {
    if (union != null) {
      return union.getEstimate();
    }
    return size == 0 ? 0 : few().getEstimate();
  }

  /**
   * Keys that stand for so many different values each: {@code key:count,…}. While there are few
   * values a key is the hash of one, so that buckets have it in common. Of many values only the
   * greatest hash of each register is known: keys are registers then, which share the estimate
   * according to it, so that a bucket's number is right and that of several lies between the
   * largest and their sum.
   */
  public String keys() {
    var keys = new StringJoiner(",");
    if (size == 0 && union == null) {
      return "";
    }
    var sketch = union == null ? few() : union.getResult(TYPE);
    var bytes = sketch.copyAs(TgtHllType.HLL_8).toCompactByteArray();
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int mode = bytes[MODE_AT] & MODE_MASK;
    if (mode == HLL_MODE) {
      registers(buffer, keys);
    } else {
      int first = mode == 0 ? LIST_AT : SET_AT;
      for (int at = first; at + Integer.BYTES <= bytes.length; at += Integer.BYTES) {
        int coupon = buffer.getInt(at);
        if (coupon != 0) {
          keys.add(Integer.toHexString(coupon) + ":1");
        }
      }
    }
    return keys.toString();
  }

  private void registers(ByteBuffer sketch, StringJoiner keys) {
    double all = 0;
    for (int i = 0; i < 1 << LOG_REGISTERS; i++) {
      all += weight(sketch.get(REGISTERS_AT + i));
    }
    double estimate = estimate();
    double sum = 0;
    long given = 0;
    for (int i = 0; i < 1 << LOG_REGISTERS; i++) {
      sum += weight(sketch.get(REGISTERS_AT + i));
      long upTo = Math.round(estimate * sum / all);
      if (upTo > given) {
        keys.add("r" + i + ":" + (upTo - given));
        given = upTo;
      }
    }
  }

  /** Grows with the number of values behind a register, but not with every stroke of luck. */
  private static double weight(byte register) {
    return register == 0 ? 0 : Math.pow(2, SHARE * register);
  }

  @Override
  public void finish() {
    if (bytes == null && union != null) {
      bytes = union.getResult(TYPE).toCompactByteArray();
    } else if (bytes == null && size > 0) {
      bytes = few().toCompactByteArray();
    }
  }

  @Override
  public void append(DuckDBAppender appender) throws SQLException {
    if (size == 0 && union == null) {
      appender.appendNull();
    } else {
      finish();
      appender.append(bytes);
    }
  }

  private HllSketch few() {
    var sketch = new HllSketch(LOG_REGISTERS, TYPE);
    for (int i = 0; i < size; i++) {
      sketch.update(hashes[i]);
    }
    return sketch;
  }

  private HllUnion merged() {
    if (union == null) {
      union = new HllUnion(LOG_REGISTERS);
      for (int i = 0; i < size; i++) {
        union.update(hashes[i]);
      }
      size = 0;
      hashes = NONE;
    }
    return union;
  }
}
