package dev.freehold.accounts.invitations;

import org.jspecify.annotations.Nullable;

/**
 * An invitation that was just made or sent again.
 *
 * @param link what to hand to the person, shown only now, if no mail server is set up; null if it
 *     goes out by mail
 */
public record NewInvitation(Invitation invitation, @Nullable String link) {

  @Override
  public String toString() {
    return "NewInvitation[" + invitation.id() + "]";
  }
}
