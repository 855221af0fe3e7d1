package dev.freehold.accounts.sessions;

import dev.freehold.kernel.jobs.Recurring;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The housekeeping of sessions. */
@Configuration(proxyBeanMethods = false)
class SessionsConfiguration {

  /** Which acts want more than a session, and when sessions were last used. */
  @Bean
  WebMvcConfigurer sessionInterceptors(Reauthentication reauthentication, SessionSeen seen) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry interceptors) {
        for (var interceptor : List.<HandlerInterceptor>of(seen, reauthentication)) {
          interceptors
              .addInterceptor(interceptor)
              .addPathPatterns("/console", "/console/**", "/v1/operator/**")
              .order(Ordered.LOWEST_PRECEDENCE);
        }
      }
    };
  }

  @Bean
  Recurring expiredSessions(Sessions sessions) {
    return new Recurring("expired-sessions", Duration.ofHours(1), sessions::deleteExpired);
  }
}
