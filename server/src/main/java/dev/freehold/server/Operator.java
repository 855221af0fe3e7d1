package dev.freehold.server;

import dev.freehold.accounts.sessions.SignUps;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The account of whoever runs the installation, made on the first start. */
record Operator(String email, String password) {

  private static final String EMAIL = "operator@localhost";
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final int PASSWORD_LENGTH = 20;

  /** The new account, or null if there is one already. */
  static @Nullable Operator ensure(SignUps signUps) {
    if (signUps.hasOperator()) {
      return null;
    }
    var operator = new Operator(EMAIL, randomPassword());
    var unused =
        signUps.createOperator(
            new SignUps.SignUp(
                operator.email(), "Operator", operator.password(), "Operator", "operator"));
    return operator;
  }

  static String randomPassword() {
    var random = new SecureRandom();
    var password = new StringBuilder(PASSWORD_LENGTH);
    for (int i = 0; i < PASSWORD_LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
