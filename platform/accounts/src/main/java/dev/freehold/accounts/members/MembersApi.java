package dev.freehold.accounts.members;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Members over HTTP. */
@RestController
@RequestMapping("/v1/members")
@Tag(name = "Members")
class MembersApi {

  private final Members members;

  MembersApi(Members members) {
    this.members = members;
  }

  /** Lists the people of the tenant and their roles, newest first. */
  @GetMapping
  @Requires("accounts.members:read")
  Page<Member> listMembers(Caller caller, PageRequest page) {
    return members.list(caller, page);
  }
}
