package dev.freehold.accounts.limits;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Limits over HTTP; the rules live in {@link Limiter} and {@link KeyLimits}. */
@RestController
@Tag(name = "Limits")
class LimitsApi {

  private final Limiter limiter;
  private final LimitTable table;
  private final KeyLimits keys;

  LimitsApi(Limiter limiter, LimitTable table, KeyLimits keys) {
    this.limiter = limiter;
    this.table = table;
    this.keys = keys;
  }

  /**
   * The limits of the asking key.
   *
   * @param plan what the tenant has
   * @param rows one for each limit; none where nothing is limited
   */
  record LimitList(@Schema(example = "standard") String plan, List<Standing> rows) {}

  /**
   * Says which limits the asking key and its tenant are under, and what is left of them. The
   * question itself counts, as every request does.
   */
  @GetMapping("/v1/limits")
  @Requires(value = LimitsConfiguration.READ, inProject = true)
  LimitList listLimits(Caller caller) {
    var limits = table.of(caller);
    return new LimitList(
        limits.plan(), limiter.standings(caller.tenantId(), LimitTable.keyOf(caller), limits));
  }

  /** Reads the limits that a key has beside its tenant's; all null where it has none. */
  @GetMapping("/v1/api-keys/{id}/limits")
  @Requires(value = "accounts.api_keys:read", inProject = true)
  @Fails("api_key_not_found")
  Quota getKeyLimits(Caller caller, @PathVariable UUID id) {
    return keys.get(caller, id);
  }

  /**
   * Sets the limits of a key in the place of those it had; it counts against its tenant's as well,
   * and cannot have more. A body without numbers takes them away.
   */
  @PutMapping("/v1/api-keys/{id}/limits")
  @Requires(value = "accounts.api_keys:write", inProject = true)
  @Fails("api_key_not_found")
  Quota setKeyLimits(Caller caller, @PathVariable UUID id, @Valid @RequestBody Quota quota) {
    return keys.set(caller, id, quota);
  }
}
