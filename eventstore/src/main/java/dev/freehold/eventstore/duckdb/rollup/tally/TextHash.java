package dev.freehold.eventstore.duckdb.rollup.tally;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/**
 * The hash by which texts are told apart in sketches, which must never change, for they are kept.
 * It is the engine's own of version 2, written down here: the engine computes it ten times faster
 * than texts are handed over. Should another version of it hash otherwise, texts are fetched and
 * hashed here.
 */
public final class TextHash {

  /** Is part of what a rollup is, so that sketches of another hash are made anew. */
  public static final String NAME = "texthash1";

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SEED = 0xe17a1465L;
  private static final long LENGTH_FACTOR = 0xc6a4a7935bd1e995L;
  private static final long FACTOR = 0xd6e8feb86659fd93L;
  private static final int BLOCK = 8;
  private static final long BYTE = 0xFF;
  private static final boolean ENGINE_AGREES = isEngines();

  private TextHash() {}

  /** Of a column of any type as text: the hash as a BIGINT, or a BLOB that is yet to be hashed. */
  static String sql(String value) {
    return ENGINE_AGREES ? engines(value) : "encode(" + value + "::varchar)";
  }

  static boolean isOfEngine() {
    return ENGINE_AGREES;
  }

  static long of(byte[] text) {
    long hash = SEED ^ text.length * LENGTH_FACTOR;
    int at = 0;
    for (; at + BLOCK <= text.length; at += BLOCK) {
      hash = (hash ^ (long) LONGS.get(text, at)) * FACTOR;
    }
    if (at < text.length) {
      long rest = 0;
      for (int i = 0; at + i < text.length; i++) {
        rest |= (text[at + i] & BYTE) << Byte.SIZE * i;
      }
      hash = (hash ^ rest) * FACTOR;
    }
    hash = (hash ^ hash >>> 32) * FACTOR;
    hash = (hash ^ hash >>> 32) * FACTOR;
    return (hash ^ hash >>> 32) >>> 1;
  }

  /** Without the last bit, because the driver hands over signed numbers faster. */
  private static String engines(String value) {
    // The engine has a hash of null too.
    return "case when %1$s is not null then (hash(%1$s::varchar) >> 1)::bigint end"
        .formatted(value);
  }

  private static boolean isEngines() {
    var settings = new Properties();
    settings.put("threads", "1");
    try (var connection = DriverManager.getConnection("jdbc:duckdb:", settings);
        var statement =
            connection.prepareStatement("select " + engines("text") + " from (select ? as text)")) {
      for (var text :
          List.of("", "a", "1234567", "12345678", "123456789012", "grüße €", "x".repeat(99))) {
        statement.setString(1, text);
        try (var row = statement.executeQuery()) {
          row.next();
          if (row.getLong(1) != of(text.getBytes(StandardCharsets.UTF_8))) {
            return false;
          }
        }
      }
      return true;
    } catch (SQLException e) {
      return false;
    }
  }
}
