package dev.freehold.accounts.domains;

import dev.freehold.kernel.error.ErrorCatalogue;
import dev.freehold.kernel.jobs.Recurring;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires custom domains: who asks the DNS, their errors, and that they are looked at again. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DomainSettings.class)
class DomainsConfiguration {

  private static final Duration CHECKS = Duration.ofMinutes(10);

  @Bean
  TxtRecords txtRecords(DomainSettings settings) {
    return new DnsTxtRecords(settings.dnsServer());
  }

  @Bean
  ErrorCatalogue.Declared domainErrors() {
    return ErrorCatalogue.Declared.of(DomainsError.values());
  }

  @Bean
  Recurring checkDomains(DomainChecks checks) {
    return new Recurring("domain-checks", CHECKS, checks::run);
  }
}
