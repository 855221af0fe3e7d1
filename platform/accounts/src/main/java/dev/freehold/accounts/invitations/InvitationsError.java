package dev.freehold.accounts.invitations;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of invitations. */
enum InvitationsError implements ErrorCode {
  INVITATION_NOT_FOUND(404, "There is no such invitation, or it is over."),
  ALREADY_MEMBER(409, "The person is a member already."),
  EMAIL_DOMAIN_NOT_ALLOWED(422, "The tenant takes no members with addresses of this domain."),
  INVITED_SOMEBODY_ELSE(403, "The invitation is for another email address.");

  private final int status;
  private final String title;

  InvitationsError(int status, String title) {
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
