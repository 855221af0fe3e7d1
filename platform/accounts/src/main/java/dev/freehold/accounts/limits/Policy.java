package dev.freehold.accounts.limits;

import dev.freehold.kernel.error.ErrorCode;
import dev.freehold.kernel.error.KernelError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One limit that a caller is under.
 *
 * @param name as headers and problems call it: {@code tenant_per_minute}
 */
record Policy(String name, Whose whose, Window window, long quota) {

  /** Who shares the requests. */
  enum Whose {
    TENANT(KernelError.TENANT_RATE_LIMITED),
    PROJECT(KernelError.PROJECT_RATE_LIMITED),
    KEY(KernelError.KEY_RATE_LIMITED);

    private final ErrorCode code;

    Whose(ErrorCode code) {
      this.code = code;
    }

    ErrorCode code() {
      return code;
    }

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static List<Policy> of(Whose whose, Quota quota) {
    var policies = new ArrayList<Policy>();
    for (var window : Window.values()) {
      var most = quota.of(window);
      if (most != null) {
        policies.add(
            new Policy(whose.wireName() + "_per_" + window.wireName(), whose, window, most));
      }
    }
    return policies;
  }

  /** As an item of the header {@code RateLimit-Policy}. */
  String header() {
    return "\"" + name + "\";q=" + quota + ";w=" + window.seconds();
  }
}
