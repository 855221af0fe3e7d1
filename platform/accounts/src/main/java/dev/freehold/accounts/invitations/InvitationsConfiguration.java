package dev.freehold.accounts.invitations;

import dev.freehold.kernel.error.ErrorCatalogue;
import dev.freehold.kernel.jobs.JobKind;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires invitations: their errors and the job that mails them. */
@Configuration(proxyBeanMethods = false)
class InvitationsConfiguration {

  @Bean
  ErrorCatalogue.Declared invitationsErrors() {
    return ErrorCatalogue.Declared.of(InvitationsError.values());
  }

  @Bean
  JobKind<InvitationMails.Request> mailInvitation(InvitationMails mails) {
    return new JobKind<>(InvitationMails.KIND, InvitationMails.Request.class, mails::send);
  }
}
