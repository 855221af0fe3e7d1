package dev.freehold.accounts.sessions;

import dev.freehold.kernel.jobs.Recurring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The housekeeping of sessions. */
@Configuration(proxyBeanMethods = false)
class SessionsConfiguration {

  @Bean
  Recurring expiredSessions(Sessions sessions) {
    return new Recurring("expired-sessions", Duration.ofHours(1), sessions::deleteExpired);
  }
}
