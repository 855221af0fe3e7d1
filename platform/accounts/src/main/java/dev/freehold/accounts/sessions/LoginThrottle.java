package dev.freehold.accounts.sessions;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.Throttle;
import dev.freehold.kernel.error.LimitExceeded;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing: attempts per network address, per account from one network address, and
 * wrong guesses at an account from everywhere. When those run out, whoever comes from an address
 * that the account's owner signed in from before still may: strangers cannot lock the owner out.
 */
@Component
class LoginThrottle {

  static final int PER_ADDRESS = 30;
  static final int PER_ACCOUNT_AND_ADDRESS = 6;
  static final Duration WINDOW = Duration.ofMinutes(1);
  static final int WRONG_PER_ACCOUNT = 100;
  static final Duration WRONG_WINDOW = Duration.ofHours(1);

  private static final String MESSAGE =
      "Too many attempts to sign in. Wait a minute and try again.";
  private static final String MESSAGE_ACCOUNT =
      "Too many wrong passwords for this account. Sign in from where you did before, or wait.";

  private final Throttle addresses =
      new Throttle(AccountsError.TOO_MANY_LOGINS, MESSAGE, PER_ADDRESS, WINDOW);
  private final Throttle accountsAndAddresses =
      new Throttle(AccountsError.TOO_MANY_LOGINS, MESSAGE, PER_ACCOUNT_AND_ADDRESS, WINDOW);
  private final Throttle wrong =
      new Throttle(AccountsError.TOO_MANY_LOGINS, MESSAGE_ACCOUNT, WRONG_PER_ACCOUNT, WRONG_WINDOW);

  /**
   * @param isKnown whether the account's owner signed in from this address before
   */
  void attempt(String email, String address, BooleanSupplier isKnown) {
    var network = Throttle.network(address);
    var account = email.toLowerCase(Locale.ROOT);
    addresses.take(network);
    accountsAndAddresses.take(network + "|" + account);
    if (wrong.isExhausted(account) && !isKnown.getAsBoolean()) {
      wrong.take(account);
    }
  }

  void wrong(String email) {
    try {
      wrong.take(email.toLowerCase(Locale.ROOT));
    } catch (LimitExceeded e) {
      // From a known address: this guess is answered as wrong, the next one is counted again.
    }
  }
}
