package dev.freehold.accounts.sso;

import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Expensive;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.IfMatch;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
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

/** Single sign-on over HTTP; the rules live in {@link IdentityProviders} and {@link SsoDomains}. */
@RestController
@RequestMapping("/v1/sso")
@Tag(name = "Single sign-on")
class SsoApi {

  private final IdentityProviders providers;
  private final SsoDomains domains;

  SsoApi(IdentityProviders providers, SsoDomains domains) {
    this.providers = providers;
    this.domains = domains;
  }

  record NewDomain(@NotBlank @Size(max = 189) String domain) {}

  /** All domains of the tenant, at most 50. */
  record DomainList(List<SsoDomain.Shown> rows) {}

  /** Reads the tenant's identity provider, without its secret. */
  @GetMapping("/provider")
  @Requires(SsoConfiguration.READ)
  @Fails("sso_not_set_up")
  IdentityProvider getIdentityProvider(Caller caller) {
    return providers.get(caller);
  }

  /**
   * Sets the identity provider up, or changes it. Needs all that an admin may do. Another issuer or
   * client logs everybody out who came through the former.
   */
  @PutMapping("/provider")
  @Requires(SsoConfiguration.WRITE)
  @Fails("role_above_yours")
  IdentityProvider setIdentityProvider(
      Caller caller, IfMatch ifMatch, @Valid @RequestBody ProviderDraft draft) {
    return providers.set(caller, draft, ifMatch);
  }

  /** Ends single sign-on and the sessions that came of it. */
  @DeleteMapping("/provider")
  @ResponseStatus(NO_CONTENT)
  @Requires(SsoConfiguration.WRITE)
  @Fails({"sso_not_set_up", "role_above_yours"})
  void removeIdentityProvider(Caller caller) {
    providers.remove(caller);
  }

  /** Lists the domains whose addresses the provider speaks for once they are proven. */
  @GetMapping("/domains")
  @Requires(SsoConfiguration.READ)
  DomainList listSsoDomains(Caller caller) {
    return new DomainList(domains.list(caller).stream().map(SsoDomain::shown).toList());
  }

  /** Claims a domain and says which TXT record proves the claim. */
  @PostMapping("/domains")
  @ResponseStatus(CREATED)
  @Requires(SsoConfiguration.WRITE)
  @Fails("role_above_yours")
  SsoDomain.Shown claimSsoDomain(Caller caller, @Valid @RequestBody NewDomain wanted) {
    return domains.claim(caller, wanted.domain()).shown();
  }

  /** Looks the TXT record up and takes the domain for proven if it is there. */
  @PutMapping("/domains/{id}/proof")
  @Requires(SsoConfiguration.WRITE)
  @Expensive
  @Fails({
    "sso_domain_not_found",
    "sso_domain_not_proven",
    "sso_domain_taken",
    "sso_provider_failed",
    "role_above_yours"
  })
  SsoDomain.Shown proveSsoDomain(Caller caller, @PathVariable UUID id) {
    return domains.prove(caller, id).shown();
  }

  /** Gives a domain up; people who came through the provider stay members. */
  @DeleteMapping("/domains/{id}")
  @ResponseStatus(NO_CONTENT)
  @Requires(SsoConfiguration.WRITE)
  @Fails({"sso_domain_not_found", "role_above_yours"})
  void removeSsoDomain(Caller caller, @PathVariable UUID id) {
    domains.remove(caller, id);
  }
}
