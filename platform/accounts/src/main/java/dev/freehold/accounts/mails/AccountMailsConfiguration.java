package dev.freehold.accounts.mails;

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
  Recurring expiredAccountTokens(AccountMails mails) {
    return new Recurring("expired-account-tokens", Duration.ofHours(1), mails::deleteExpired);
  }
}
