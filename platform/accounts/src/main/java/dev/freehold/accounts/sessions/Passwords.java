package dev.freehold.accounts.sessions;

import dev.freehold.kernel.error.Invalid;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * What a password must be, and its hashing with Argon2id, few at a time so that logins cannot
 * starve the rest.
 *
 * <p>Parameters: 19 MiB, two passes, one lane. Source: OWASP Password Storage Cheat Sheet. Rules:
 * length, and none of those that leaks made known; source: NIST SP 800-63B, 5.1.1.2.
 */
@Component
public class Passwords {

  static final int MIN_LENGTH = 12;
  static final int MAX_LENGTH = 256;
  static final int AT_ONCE = 2;

  private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);
  private final BreachedPasswords breached = BreachedPasswords.load();
  private final Semaphore running = new Semaphore(AT_ONCE);
  private final String nobodysHash = argon2.encode("the password of nobody");

  /** Why a password is not accepted, worded to follow its name; empty if it is. */
  Optional<String> weakness(String password) {
    if (password.length() < MIN_LENGTH || password.length() > MAX_LENGTH) {
      return Optional.of("must have " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
    }
    return breached.contains(password)
        ? Optional.of("is one of those that attackers try first; choose another")
        : Optional.empty();
  }

  public String hash(String password) {
    weakness(password)
        .ifPresent(
            reason -> {
              throw Invalid.field("password", reason);
            });
    running.acquireUninterruptibly();
    try {
      return argon2.encode(password);
    } finally {
      running.release();
    }
  }

  boolean matches(String password, String hash) {
    if (password.length() > MAX_LENGTH) {
      return false;
    }
    running.acquireUninterruptibly();
    try {
      return argon2.matches(password, hash);
    } finally {
      running.release();
    }
  }

  /** Takes as long as a real comparison, so that unknown addresses cannot be told by time. */
  void compareWithNobody(String password) {
    boolean unused = matches(password, nobodysHash);
  }
}
