package dev.freehold.accounts.operator;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the operator did in the caller's tenant; the rules live in {@link Impersonations}. */
@RestController
@RequestMapping("/v1/impersonations")
@Tag(name = "Audit log")
class ImpersonationsApi {

  private final Impersonations impersonations;

  ImpersonationsApi(Impersonations impersonations) {
    this.impersonations = impersonations;
  }

  /**
   * Lists when the operator of this installation acted as a member of the tenant, as whom and why,
   * the newest first. What was done meanwhile stands in the audit log under both names.
   */
  @GetMapping
  @Requires("kernel.audit_log:read")
  Page<ImpersonationEntry> listImpersonations(Caller caller, PageRequest page) {
    return impersonations.list(caller, page);
  }
}
