package dev.freehold.accounts.roles;

import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.IfMatch;
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
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A tenant's own roles over HTTP; the rules live in {@link CustomRoles}. */
@RestController
@RequestMapping("/v1/roles")
@Tag(name = "Roles")
class RolesApi {

  private final CustomRoles roles;

  RolesApi(CustomRoles roles) {
    this.roles = roles;
  }

  record RoleDraft(
      @NotBlank @Size(max = 255) @Schema(example = "Campaign team") String name,
      @Nullable @Size(max = 1000) @Schema(example = "Makes links, sees no money.")
          String description,
      @NotNull @Size(max = 200) @Schema(example = "[\"attribution.links:write\"]")
          List<@NotNull String> permissions) {

    CustomRoles.Draft draft() {
      return new CustomRoles.Draft(name, description == null ? "" : description, permissions);
    }
  }

  /** Makes a role, with no permissions but such as the caller holds. */
  @PostMapping
  @ResponseStatus(CREATED)
  @Requires("accounts.roles:write")
  @Fails({"unknown_scope", "role_name_taken"})
  CustomRole createRole(Caller caller, @Valid @RequestBody RoleDraft draft) {
    return roles.create(caller, draft.draft());
  }

  /** Lists the tenant's own roles, newest first. The built-in ones are not among them. */
  @GetMapping
  @Requires("accounts.roles:read")
  Page<CustomRole> listRoles(Caller caller, PageRequest page) {
    return roles.list(caller, page);
  }

  /** Reads a role. */
  @GetMapping("/{id}")
  @Requires("accounts.roles:read")
  @Fails("role_not_found")
  CustomRole getRole(Caller caller, @PathVariable UUID id) {
    return roles.get(caller, id);
  }

  /** Replaces what a role is, for everybody who has it. */
  @PutMapping("/{id}")
  @Requires("accounts.roles:write")
  @Fails({"role_not_found", "unknown_scope", "role_name_taken"})
  CustomRole updateRole(
      Caller caller, @PathVariable UUID id, IfMatch ifMatch, @Valid @RequestBody RoleDraft draft) {
    return roles.update(caller, id, draft.draft(), ifMatch);
  }

  /** Deletes a role that nobody has. */
  @DeleteMapping("/{id}")
  @ResponseStatus(NO_CONTENT)
  @Requires("accounts.roles:write")
  @Fails({"role_not_found", "role_in_use"})
  void deleteRole(Caller caller, @PathVariable UUID id) {
    roles.delete(caller, id);
  }
}
