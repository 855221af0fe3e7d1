package dev.freehold.accounts.sessions;

import dev.freehold.accounts.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * The passwords that attackers try first, of those long enough to be accepted here: 43,940 of the
 * million most common ones in leaks.
 *
 * <p>Kept as the first six bytes of the SHA-256 of each in lower case, sorted, 264 KB in all; a
 * password that is none of them is taken for one with a chance of 1 to 6 billion. Source: SecLists,
 * 10-million-password-list-top-1000000, by Daniel Miessler and others, MIT licence.
 */
final class BreachedPasswords {

  private static final String FILE = "breached-passwords.bin";
  private static final int WIDTH = 6;

  private final byte[] hashes;

  private BreachedPasswords(byte[] hashes) {
    this.hashes = hashes;
  }

  static BreachedPasswords load() {
    try (var file = BreachedPasswords.class.getResourceAsStream(FILE)) {
      return new BreachedPasswords(Objects.requireNonNull(file, FILE).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int count() {
    return hashes.length / WIDTH;
  }

  boolean contains(String password) {
    var hash = Tokens.sha256(password.toLowerCase(Locale.ROOT));
    int low = 0;
    int high = count() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order =
          Arrays.compareUnsigned(hashes, middle * WIDTH, (middle + 1) * WIDTH, hash, 0, WIDTH);
      if (order == 0) {
        return true;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }
}
