package dev.freehold.accounts.limits;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a key and its tenant are good for, made ready to be counted.
 *
 * @param home whose limits they are: the tenant, or the one that it is the sandbox of
 * @param plan the tenant's
 * @param project the one that the key is bound to, if any
 * @param policyHeader what {@code RateLimit-Policy} says; empty without limits
 */
record CallerLimits(
    UUID home,
    String plan,
    Quota tenant,
    @Nullable UUID project,
    Quota ofProject,
    Quota key,
    List<Policy> policies,
    String policyHeader) {

  static CallerLimits of(UUID home, String plan, Quota tenant, Quota key) {
    return of(home, plan, tenant, null, Quota.NONE, key);
  }

  static CallerLimits of(
      UUID home, String plan, Quota tenant, @Nullable UUID project, Quota ofProject, Quota key) {
    var policies =
        Stream.of(
                Policy.of(Policy.Whose.TENANT, tenant),
                Policy.of(Policy.Whose.PROJECT, ofProject),
                Policy.of(Policy.Whose.KEY, key))
            .flatMap(List::stream)
            .toList();
    return new CallerLimits(
        home,
        plan,
        tenant,
        project,
        ofProject,
        key,
        policies,
        policies.stream().map(Policy::header).collect(Collectors.joining(", ")));
  }
}
