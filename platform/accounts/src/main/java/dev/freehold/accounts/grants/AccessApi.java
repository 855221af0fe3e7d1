package dev.freehold.accounts.grants;

import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Identified;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who may do what, over HTTP; the rules live in {@link ResourceGrants}. */
@RestController
@RequestMapping("/v1/access")
@Tag(name = "Access")
class AccessApi {

  private final ResourceGrants grants;
  private final AccessExplainer explainer;

  AccessApi(ResourceGrants grants, AccessExplainer explainer) {
    this.grants = grants;
    this.explainer = explainer;
  }

  /**
   * What the caller is and may do.
   *
   * @param projectId the project that the key is bound to, beyond which it reaches nothing
   * @param permissions held for everything of the tenant, or of the project
   * @param partial held for single things alone; the grants say for which
   */
  record Access(
      UUID tenantId,
      @Nullable UUID projectId,
      Actor.Kind kind,
      @Nullable UUID id,
      @Schema(example = "Web shop") String name,
      List<String> permissions,
      List<String> partial) {}

  record GrantDraft(
      @NotNull UUID subjectId,
      @NotBlank @Size(max = 100) @Schema(example = "attribution.app") String resourceKind,
      @NotNull UUID resourceId,
      @NotEmpty @Size(max = 100) @Schema(example = "[\"attribution.links:read\"]")
          List<@NotNull String> permissions) {}

  /** Tells who the caller is and what they may do, from memory. */
  @GetMapping("/mine")
  @Identified("Everybody who has a key may know what it is for.")
  Access getMyAccess(Caller caller) {
    return new Access(
        caller.tenantId(),
        caller.project(),
        caller.actor().kind(),
        caller.actor().id(),
        caller.actor().name(),
        caller.permissions().stream().sorted().toList(),
        caller.partial().stream().sorted().toList());
  }

  /** Lists what the caller was granted on single things. */
  @GetMapping("/mine/grants")
  @Identified("Everybody who has a key may know what it is for.")
  List<ResourceGrant> listMyGrants(Caller caller) {
    var id = caller.actor().id();
    return id == null ? List.of() : grants.of(caller, id);
  }

  /**
   * Names what decides whether a member or key may do something. What a key that is bound to a
   * project may do, it may do in that project.
   *
   * @param subject a member's user id, or a key's id
   * @param permission by its name, {@code module.resource:action}
   * @param resource the single thing it is about; all of the tenant's if left out
   */
  @GetMapping("/explain")
  @Requires("accounts.access:read")
  @Fails({"subject_not_found", "unknown_permission"})
  Explanation explainAccess(
      Caller caller,
      @RequestParam UUID subject,
      @RequestParam String permission,
      @RequestParam(required = false) @Nullable UUID resource) {
    return explainer.explain(caller, subject, permission, resource);
  }

  /** Gives a member or key permissions on one thing; those it had on it before are replaced. */
  @PostMapping("/grants")
  @ResponseStatus(CREATED)
  @Requires("accounts.grants:write")
  @Fails({"subject_not_found", "resource_not_found", "unknown_scope", "unknown_permission"})
  ResourceGrant giveGrant(Caller caller, @Valid @RequestBody GrantDraft draft) {
    return grants.give(
        caller,
        new ResourceGrants.Draft(
            draft.subjectId(), draft.resourceKind(), draft.resourceId(), draft.permissions()));
  }

  /** Lists the grants on single things, newest first. */
  @GetMapping("/grants")
  @Requires("accounts.grants:read")
  Page<ResourceGrant> listGrants(Caller caller, PageRequest page) {
    return grants.list(caller, page);
  }

  /** Takes a grant back. */
  @DeleteMapping("/grants/{id}")
  @ResponseStatus(NO_CONTENT)
  @Requires("accounts.grants:write")
  @Fails("grant_not_found")
  void takeGrant(Caller caller, @PathVariable UUID id) {
    grants.take(caller, id);
  }
}
