package dev.freehold.accounts.branding;

import dev.freehold.kernel.error.ErrorCatalogue;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** The errors of branding. */
@Configuration(proxyBeanMethods = false)
class BrandingConfiguration {

  private static final int BEFORE_SECURITY = SecurityFilterProperties.DEFAULT_FILTER_ORDER - 1;

  @Bean
  ErrorCatalogue.Declared brandingErrors() {
    return ErrorCatalogue.Declared.of(BrandingError.values());
  }

  /** After the limits of bodies, before the security chain. */
  @Bean
  FilterRegistrationBean<LogoUpload> logoUpload(HandlerExceptionResolver handlerExceptionResolver) {
    var registration = new FilterRegistrationBean<>(new LogoUpload(handlerExceptionResolver));
    registration.addUrlPatterns(BrandingConsole.PATH + "/logo");
    registration.setOrder(BEFORE_SECURITY);
    return registration;
  }
}
