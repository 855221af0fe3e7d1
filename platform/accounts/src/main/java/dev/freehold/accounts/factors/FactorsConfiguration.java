package dev.freehold.accounts.factors;

import dev.freehold.kernel.error.ErrorCatalogue;
import dev.freehold.kernel.jobs.Recurring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Wires second factors: their errors, their housekeeping, and who is led to set one up. */
@Configuration(proxyBeanMethods = false)
class FactorsConfiguration {

  @Bean
  ErrorCatalogue.Declared factorsErrors() {
    return ErrorCatalogue.Declared.of(FactorsError.values());
  }

  @Bean
  Recurring expiredPasskeyChallenges(PasskeyCeremony ceremony) {
    return new Recurring(
        "expired-passkey-challenges", Duration.ofHours(1), ceremony::deleteExpired);
  }

  @Bean
  WebMvcConfigurer secondFactorFirst() {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors
            .addInterceptor(new SecondFactorFirst())
            .addPathPatterns("/console", "/console/**")
            .order(Ordered.HIGHEST_PRECEDENCE + 1);
      }
    };
  }
}
