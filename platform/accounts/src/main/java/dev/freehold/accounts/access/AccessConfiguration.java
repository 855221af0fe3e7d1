package dev.freehold.accounts.access;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires who calls: the memory of keys and sessions, and the filter that asks it. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

  @Bean
  KeyCache keyCache(AccessChanges changes) {
    return changes.cache();
  }

  /**
   * The filter belongs to the security chain alone; the container must not run it a second time.
   */
  @Bean
  FilterRegistrationBean<Authentication> authenticationOnlyInChain(Authentication filter) {
    var registration = new FilterRegistrationBean<>(filter);
    registration.setEnabled(false);
    return registration;
  }
}
