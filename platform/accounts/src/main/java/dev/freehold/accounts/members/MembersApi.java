package dev.freehold.accounts.members;

import static org.springframework.http.HttpStatus.NO_CONTENT;

import dev.freehold.accounts.Role;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Members over HTTP; the rules live in {@link Members}. */
@RestController
@RequestMapping("/v1/members")
@Tag(name = "Members")
class MembersApi {

  private final Members members;

  MembersApi(Members members) {
    this.members = members;
  }

  record MemberChange(@Nullable Role role, @Nullable UUID customRoleId) {

    /** One of the two says it all. */
    void check() {
      if ((role == null) == (customRoleId == null) || role == Role.CUSTOM) {
        throw Invalid.field(
            "role", "must be a built-in role, or left out for custom_role_id, one of the two");
      }
    }
  }

  /** Lists the people of the tenant and their roles, newest first. */
  @GetMapping
  @Requires("accounts.members:read")
  Page<Member> listMembers(Caller caller, PageRequest page) {
    return members.list(caller, page);
  }

  /** Reads a member. */
  @GetMapping("/{id}")
  @Requires("accounts.members:read")
  @Fails("member_not_found")
  Member getMember(Caller caller, @PathVariable UUID id) {
    return members.get(caller, id);
  }

  /** Gives a member another role, built in or of the tenant's own, none above your own. */
  @PatchMapping("/{id}")
  @Requires("accounts.members:write")
  @Fails({"member_not_found", "role_above_yours", "last_owner", "no_such_role"})
  Member updateMember(
      Caller caller,
      @PathVariable UUID id,
      IfMatch ifMatch,
      @Valid @RequestBody MemberChange change) {
    change.check();
    return change.customRoleId() == null
        ? members.changeRole(caller, id, Objects.requireNonNull(change.role()), ifMatch)
        : members.giveCustomRole(caller, id, change.customRoleId(), ifMatch);
  }

  /** Suspends a member: they can do nothing in the tenant from this moment on. */
  @PutMapping("/{id}/suspension")
  @Requires("accounts.members:write")
  @Fails({"member_not_found", "role_above_yours", "last_owner"})
  Member suspendMember(Caller caller, @PathVariable UUID id) {
    return members.suspend(caller, id);
  }

  /** Lets a suspended member in again. */
  @DeleteMapping("/{id}/suspension")
  @Requires("accounts.members:write")
  @Fails({"member_not_found", "role_above_yours"})
  Member resumeMember(Caller caller, @PathVariable UUID id) {
    return members.resume(caller, id);
  }

  /** Removes a member at once; what they made stays. */
  @DeleteMapping("/{id}")
  @ResponseStatus(NO_CONTENT)
  @Requires("accounts.members:write")
  @Fails({"member_not_found", "role_above_yours", "last_owner"})
  void removeMember(Caller caller, @PathVariable UUID id) {
    members.remove(caller, id);
  }
}
