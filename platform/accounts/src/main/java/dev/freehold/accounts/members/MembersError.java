package dev.freehold.accounts.members;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of members. */
public enum MembersError implements ErrorCode {
  MEMBER_NOT_FOUND(404, "There is no such member."),
  LAST_OWNER(409, "A tenant keeps at least one active owner."),
  ROLE_ABOVE_YOURS(403, "The role may do more than you may."),
  PERSON_NEEDED(403, "Only a person can do this, not an API key."),
  NO_SUCH_ROLE(404, "There is no such role."),
  MEMBER_SUSPENDED(409, "The member is suspended.");

  private final int status;
  private final String title;

  MembersError(int status, String title) {
    this.status = status;
    this.title = title;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
