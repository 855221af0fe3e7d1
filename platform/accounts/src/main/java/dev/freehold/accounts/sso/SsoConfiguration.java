package dev.freehold.accounts.sso;

import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.error.ErrorCatalogue;
import dev.freehold.kernel.jobs.Recurring;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Wires single sign-on: its permissions, errors, housekeeping, and what its sessions may not. */
@Configuration(proxyBeanMethods = false)
class SsoConfiguration {

  static final String READ = "accounts.sso:read";
  static final String WRITE = "accounts.sso:write";

  @Bean
  Permissions.Declared ssoPermissions() {
    return Permissions.Declared.of(
        new Permission(READ, "See how single sign-on is set up, without the client secret."),
        new Permission(WRITE, "Set up single sign-on and claim domains for it."));
  }

  @Bean
  ErrorCatalogue.Declared ssoErrors() {
    return ErrorCatalogue.Declared.of(SsoError.values());
  }

  @Bean
  Recurring expiredSsoAttempts(SsoAttempts attempts) {
    return new Recurring("expired-sso-attempts", Duration.ofHours(1), attempts::deleteExpired);
  }

  @Bean
  WebMvcConfigurer accountsOfThemselves() {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors
            .addInterceptor(new OwnAccountOnly())
            .addPathPatterns("/console/account", "/console/account/**")
            .excludePathPatterns("/console/account/confirm")
            .order(Ordered.HIGHEST_PRECEDENCE + 1);
      }
    };
  }
}
