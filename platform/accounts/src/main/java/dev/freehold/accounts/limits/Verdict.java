package dev.freehold.accounts.limits;

import java.util.List;

/**
 * Whether a request may go on, and what its answer says about the limits.
 *
 * @param hit the limits that refuse it; empty if it may go on
 * @param retryMillis when all of them begin anew
 * @param policyHeader {@code RateLimit-Policy}
 * @param stateHeader {@code RateLimit}
 */
record Verdict(List<Policy> hit, long retryMillis, String policyHeader, String stateHeader) {

  static final Verdict UNLIMITED = new Verdict(List.of(), 0, "", "");

  boolean isRefusal() {
    return !hit.isEmpty();
  }
}
