package dev.freehold.accounts.settings;

import dev.freehold.kernel.access.Callers;
import dev.freehold.kernel.error.Unavailable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Turns everybody away while the installation is closed, but the operator, whoever signs in (who
 * may be the operator), and what watches over the process.
 */
@Component
class MaintenanceGuard implements HandlerInterceptor {

  private static final Duration RETRY = Duration.ofMinutes(1);
  private static final Duration LONGEST_RETRY = Duration.ofHours(24);
  private static final List<String> OPEN =
      List.of("/health", "/login", "/logout", "/v1/tokens", "/console/account/confirm");

  private final SystemSettings settings;
  private final Clock clock;

  MaintenanceGuard(SystemSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!settings.isMaintenance()
        || !(handler instanceof HandlerMethod)
        || isOpen(request.getRequestURI())) {
      return true;
    }
    var caller = Callers.of(request);
    if (caller != null && caller.may(SettingsConfiguration.OPERATE)) {
      return true;
    }
    var message =
        settings
            .get(SettingName.MAINTENANCE_MESSAGE)
            .orElse("We are working on the system and will be back soon. Nothing is lost.");
    throw new Unavailable(SettingsError.MAINTENANCE, message + settings.support(), retryAfter());
  }

  private static boolean isOpen(String path) {
    return OPEN.stream().anyMatch(open -> (path + "/").startsWith(open + "/"));
  }

  private Duration retryAfter() {
    var left =
        settings
            .maintenanceUntil()
            .map(until -> Duration.between(clock.instant(), until))
            .filter(Duration::isPositive)
            .orElse(RETRY);
    return left.compareTo(LONGEST_RETRY) < 0 ? left : LONGEST_RETRY;
  }
}
