package dev.freehold.accounts.limits;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a key and its tenant are good for, made ready to be counted.
 *
 * @param home whose limits they are: the tenant, or the one that it is the sandbox of
 * @param plan the tenant's
 * @param policyHeader what {@code RateLimit-Policy} says; empty without limits
 */
record CallerLimits(
    UUID home, String plan, Quota tenant, Quota key, List<Policy> policies, String policyHeader) {

  static CallerLimits of(UUID home, String plan, Quota tenant, Quota key) {
    var policies =
        Stream.concat(
                Policy.of(Policy.Whose.TENANT, tenant).stream(),
                Policy.of(Policy.Whose.KEY, key).stream())
            .toList();
    return new CallerLimits(
        home,
        plan,
        tenant,
        key,
        policies,
        policies.stream().map(Policy::header).collect(Collectors.joining(", ")));
  }
}
