package dev.freehold.accounts.operator;

import dev.freehold.accounts.sessions.Reauthenticated;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * All tenants over HTTP, for the operator alone, with an access token; the rules live in {@link
 * OperatedTenants}.
 */
@RestController
@RequestMapping("/v1/operator/tenants")
@Tag(name = "Operator")
class OperatorTenantsApi {

  private final OperatedTenants tenants;

  OperatorTenantsApi(OperatedTenants tenants) {
    this.tenants = tenants;
  }

  record Reason(
      @NotBlank
          @Size(max = OperatedTenants.MAX_REASON)
          @Schema(example = "The invoice of May is unpaid.")
          String reason) {}

  /**
   * Lists all tenants, the newest first.
   *
   * @param state active, suspended, removing or closed; of any state without it
   * @param search a part of the name or of the slug, or the id
   */
  @GetMapping
  @Requires(OperatorConfiguration.READ)
  Page<OperatedTenant> listTenants(
      Caller caller,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String search,
      PageRequest page) {
    return tenants.list(caller, OperatedTenant.State.of(state), search, page);
  }

  /** Reads one tenant. */
  @GetMapping("/{id}")
  @Requires(OperatorConfiguration.READ)
  @Fails("tenant_not_found")
  OperatedTenant readTenant(Caller caller, @PathVariable UUID id) {
    return tenants.get(caller, id);
  }

  /**
   * Suspends a tenant: its keys, sessions and tokens are refused from this moment on, and its
   * background work waits. Needs a sign-in of the last ten minutes, as the other changes do.
   */
  @PutMapping("/{id}/suspension")
  @Requires(OperatorConfiguration.WRITE)
  @Reauthenticated
  @Fails({
    "tenant_not_found",
    "own_tenant",
    "tenant_closed",
    "tenant_being_removed",
    "sign_in_again"
  })
  OperatedTenant suspendTenant(
      Caller caller, @PathVariable UUID id, @Valid @RequestBody Reason body) {
    return tenants.suspend(caller, id, body.reason());
  }

  /** Lets a suspended tenant in again. */
  @DeleteMapping("/{id}/suspension")
  @Requires(OperatorConfiguration.WRITE)
  @Reauthenticated
  @Fails({
    "tenant_not_found",
    "own_tenant",
    "tenant_closed",
    "tenant_being_removed",
    "sign_in_again"
  })
  OperatedTenant restoreTenant(Caller caller, @PathVariable UUID id) {
    return tenants.restore(caller, id);
  }

  /** Suspends a tenant and has everything of it erased once the grace time is over. */
  @PutMapping("/{id}/removal")
  @Requires(OperatorConfiguration.WRITE)
  @Reauthenticated
  @Fails({"tenant_not_found", "own_tenant", "tenant_closed", "sign_in_again"})
  OperatedTenant removeTenant(
      Caller caller, @PathVariable UUID id, @Valid @RequestBody Reason body) {
    return tenants.remove(caller, id, body.reason());
  }

  /** Cancels a removal and lets the tenant in again; possible until the grace time is over. */
  @DeleteMapping("/{id}/removal")
  @Requires(OperatorConfiguration.WRITE)
  @Reauthenticated
  @Fails({"tenant_not_found", "own_tenant", "tenant_closed", "sign_in_again"})
  OperatedTenant keepTenant(Caller caller, @PathVariable UUID id) {
    return tenants.keep(caller, id);
  }
}
