package dev.freehold.kernel.audit;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The audit log over HTTP. */
@RestController
@RequestMapping("/v1/audit-log")
@Tag(name = "Audit log")
class AuditLogApi {

  private final AuditLog log;

  AuditLogApi(AuditLog log) {
    this.log = log;
  }

  /** Lists what changed, newest first. */
  @GetMapping
  @Requires("kernel.audit_log:read")
  Page<AuditEntry> listAuditEntries(Caller caller, PageRequest page) {
    return log.list(caller, page);
  }
}
