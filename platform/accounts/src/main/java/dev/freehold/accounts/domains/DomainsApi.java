package dev.freehold.accounts.domains;

import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;

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
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Custom domains over HTTP; the rules live in {@link Domains}. */
@RestController
@RequestMapping("/v1/domains")
@Tag(name = "Domains")
class DomainsApi {

  private static final String READ = "accounts.tenant:read";
  private static final String WRITE = "accounts.tenant:write";

  private final Domains domains;

  DomainsApi(Domains domains) {
    this.domains = domains;
  }

  record DomainDraft(
      @NotBlank @Size(max = 255) @Schema(example = "console.acme.example") String host) {}

  /** Claims a host; the answer says which TXT record proves it. */
  @PostMapping
  @ResponseStatus(CREATED)
  @Requires(WRITE)
  @Fails({"domain_claimed", "too_many_domains"})
  CustomDomain claimDomain(Caller caller, @Valid @RequestBody DomainDraft draft) {
    return domains.claim(caller, draft.host());
  }

  /** Lists the hosts that the tenant claims, newest first. */
  @GetMapping
  @Requires(READ)
  Page<CustomDomain> listDomains(Caller caller, PageRequest page) {
    return domains.list(caller, page);
  }

  /** Reads one of them. */
  @GetMapping("/{id}")
  @Requires(READ)
  @Fails("domain_not_found")
  CustomDomain getDomain(Caller caller, @PathVariable UUID id) {
    return domains.get(caller, id);
  }

  /** Looks for the record in the DNS; if it is there, the host shows this tenant from now on. */
  @PutMapping("/{id}/verification")
  @Requires(WRITE)
  @Fails({"domain_not_found", "domain_not_proven", "domain_taken", "dns_unreachable"})
  CustomDomain verifyDomain(Caller caller, @PathVariable UUID id) {
    return domains.verify(caller, id);
  }

  /** Gives a host up. */
  @DeleteMapping("/{id}")
  @ResponseStatus(NO_CONTENT)
  @Requires(WRITE)
  @Fails("domain_not_found")
  void removeDomain(Caller caller, @PathVariable UUID id) {
    domains.remove(caller, id);
  }
}
