package dev.freehold.accounts.mails;

import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.jobs.Recurring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When mails to accounts go out. */
@Configuration(proxyBeanMethods = false)
class AccountMailsConfiguration {

  @Bean
  Recurring accountMailsDue(AccountMails mails) {
    return new Recurring("account-mails", Duration.ofSeconds(1), mails::send);
  }

  @Bean
  Permissions.Declared unsentLinkPermissions() {
    return Permissions.Declared.of(
        new Permission(
            UnsentLinks.OPERATE,
            "Hand on links that could not be mailed. Only the owner of the operator's own tenant."));
  }

  @Bean
  Recurring oldUnsentLinks(UnsentLinks links) {
    return new Recurring("unsent-links", Duration.ofMinutes(1), links::tidy);
  }

  @Bean
  Recurring expiredAccountTokens(AccountMails mails) {
    return new Recurring("expired-account-tokens", Duration.ofHours(1), mails::deleteExpired);
  }
}
