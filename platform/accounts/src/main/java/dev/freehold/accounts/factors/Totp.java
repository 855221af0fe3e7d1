package dev.freehold.accounts.factors;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes from a shared secret and the time.
 *
 * <p>Source: RFC 6238 with SHA-1, six digits and steps of 30 seconds, as every authenticator app
 * has them; one step before and one after are taken for clocks that differ.
 */
final class Totp {

  static final Duration STEP = Duration.ofSeconds(30);
  static final int DIGITS = 6;

  private static final int TOLERANCE = 1;
  private static final String ALGORITHM = "HmacSHA1";
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Totp() {}

  static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), STEP.toSeconds());
  }

  /** The code of a step, with leading zeros. */
  static String code(byte[] secret, long step, int digits) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      var hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fffffff;
      long modulus = 1;
      for (int i = 0; i < digits; i++) {
        modulus *= 10;
      }
      var text = Long.toString(number % modulus);
      return "0".repeat(digits - text.length()) + text;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The step whose code this is, of those that are near enough. */
  static OptionalLong matching(byte[] secret, String code, Instant now) {
    var given = code.getBytes(StandardCharsets.UTF_8);
    var found = OptionalLong.empty();
    for (long step = step(now) - TOLERANCE; step <= step(now) + TOLERANCE; step++) {
      var right = code(secret, step, DIGITS).getBytes(StandardCharsets.UTF_8);
      if (MessageDigest.isEqual(right, given)) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /** As people type it and apps read it; source: RFC 4648, section 6, without padding. */
  static String base32(byte[] bytes) {
    var text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (var next : bytes) {
      buffer = buffer << 8 | next & 0xff;
      bits += 8;
      while (bits >= 5) {
        text.append(BASE32.charAt(buffer >> bits - 5 & 0x1f));
        bits -= 5;
      }
    }
    if (bits > 0) {
      text.append(BASE32.charAt(buffer << 5 - bits & 0x1f));
    }
    return text.toString();
  }
}
