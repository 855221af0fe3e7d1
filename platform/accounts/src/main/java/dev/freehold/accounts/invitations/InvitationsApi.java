package dev.freehold.accounts.invitations;

import static org.springframework.http.HttpStatus.CREATED;

import dev.freehold.accounts.Role;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Invitations over HTTP; the rules live in {@link Invitations}. */
@RestController
@RequestMapping("/v1/invitations")
@Tag(name = "Members")
class InvitationsApi {

  private final Invitations invitations;
  private final EmailDomains domains;

  InvitationsApi(Invitations invitations, EmailDomains domains) {
    this.invitations = invitations;
    this.domains = domains;
  }

  record InvitationDraft(
      @NotBlank @Size(max = 254) @Schema(example = "grace@acme.example") String email,
      @NotNull Role role) {}

  record EmailDomainsChange(
      @NotNull @Size(max = EmailDomains.MOST) @Schema(example = "[\"acme.example\"]")
          List<@NotBlank @Size(max = 189) String> domains) {}

  /**
   * Asks somebody in by mail, in a role not above your own. The link works once, for seven days;
   * inviting the same address again replaces it.
   */
  @PostMapping
  @ResponseStatus(CREATED)
  @Requires("accounts.members:write")
  @Fails({"already_member", "email_domain_not_allowed", "role_above_yours", "too_many_invitations"})
  NewInvitation createInvitation(Caller caller, @Valid @RequestBody InvitationDraft draft) {
    return invitations.create(caller, draft.email().strip(), draft.role());
  }

  /** Lists the invitations, newest first, those that are over included. */
  @GetMapping
  @Requires("accounts.members:read")
  Page<Invitation> listInvitations(Caller caller, PageRequest page) {
    return invitations.list(caller, page);
  }

  /** Sends another link, good for seven days; the one sent before opens nothing any more. */
  @PostMapping("/{id}/mails")
  @ResponseStatus(CREATED)
  @Requires("accounts.members:write")
  @Fails({
    "invitation_not_found",
    "email_domain_not_allowed",
    "role_above_yours",
    "too_many_invitations"
  })
  NewInvitation resendInvitation(Caller caller, @PathVariable UUID id) {
    return invitations.resend(caller, id);
  }

  /** Revokes an invitation: its link opens nothing from this moment on. */
  @PutMapping("/{id}/revocation")
  @Requires("accounts.members:write")
  @Fails("invitation_not_found")
  Invitation revokeInvitation(Caller caller, @PathVariable UUID id) {
    return invitations.revoke(caller, id);
  }

  /** Reads which domains the addresses of new members must be of; none means any. */
  @GetMapping("/email-domains")
  @Requires("accounts.members:read")
  EmailDomains.Allowed getEmailDomains(Caller caller) {
    return domains.get(caller);
  }

  /** Sets which domains the addresses of new members must be of; an empty list allows any. */
  @PutMapping("/email-domains")
  @Requires("accounts.tenant:write")
  EmailDomains.Allowed setEmailDomains(
      Caller caller, @Valid @RequestBody EmailDomainsChange change) {
    return domains.set(caller, change.domains());
  }
}
