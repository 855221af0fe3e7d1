package dev.freehold.analytics.summaries;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** What the link at the end of a mail carries; only its hash is kept. */
record UnsubscribeToken(String text) {

  private static final int BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  static UnsubscribeToken random() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new UnsubscribeToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "UnsubscribeToken[]";
  }
}
