package dev.freehold.accounts.tenants;

import static org.springframework.http.HttpStatus.NO_CONTENT;

import dev.freehold.accounts.AccountsConfiguration;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.IfMatch;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The caller's tenant over HTTP; the rules live in {@link Tenants}. */
@RestController
@RequestMapping("/v1/tenant")
@Tag(name = "Tenant")
class TenantApi {

  private final Tenants tenants;

  TenantApi(Tenants tenants) {
    this.tenants = tenants;
  }

  record TenantChange(@NotBlank @Size(max = 255) @Schema(example = "Acme Europe") String name) {}

  /** Reads the tenant that the key or session belongs to. */
  @GetMapping
  @Requires("accounts.tenant:read")
  @Fails("tenant_not_found")
  Tenant getTenant(Caller caller) {
    return tenants.get(caller);
  }

  /** Renames the tenant. */
  @PatchMapping
  @Requires("accounts.tenant:write")
  @Fails("tenant_not_found")
  Tenant updateTenant(Caller caller, IfMatch ifMatch, @Valid @RequestBody TenantChange change) {
    return tenants.rename(caller, change.name(), ifMatch);
  }

  /** Closes the tenant: every key and session ends at once. */
  @DeleteMapping
  @ResponseStatus(NO_CONTENT)
  @Requires(AccountsConfiguration.CLOSE_TENANT)
  void closeTenant(Caller caller) {
    tenants.close(caller);
  }
}
