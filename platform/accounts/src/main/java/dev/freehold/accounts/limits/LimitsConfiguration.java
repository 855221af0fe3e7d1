package dev.freehold.accounts.limits;

import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the limits: their permission, what counts, and the filter (run by the security chain). */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LimitSettings.class, RedisSettings.class})
class LimitsConfiguration {

  static final String READ = "accounts.limits:read";
  static final String OPERATE = "operator.limits:write";

  @Bean
  Permissions.Declared limitPermissions() {
    return Permissions.Declared.of(
        new Permission(READ, "See the limits of requests and what is left of them."),
        new Permission(OPERATE, "Give tenants plans and limits of their own."));
  }

  @Bean
  @ConditionalOnProperty("freehold.redis.url")
  SharedCounts sharedCounts(RedisSettings settings, Clock clock) {
    return new SharedCounts(settings, clock);
  }

  @Bean
  Limiter limiter(Clock clock, ObjectProvider<SharedCounts> shared) {
    return new Limiter(clock, shared.getIfAvailable());
  }

  @Bean
  AddressThrottle addressThrottle() {
    return new AddressThrottle();
  }

  @Bean
  FilterRegistrationBean<LimitFilter> limitsOnlyInChain(LimitFilter filter) {
    var registration = new FilterRegistrationBean<>(filter);
    registration.setEnabled(false);
    return registration;
  }
}
