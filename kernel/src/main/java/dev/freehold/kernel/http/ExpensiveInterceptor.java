package dev.freehold.kernel.http;

import dev.freehold.kernel.access.Callers;
import dev.freehold.kernel.access.Expensive;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.LimitExceeded;
import dev.freehold.kernel.error.Unavailable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets only so many requests of {@link Expensive} routes run at once; refuses the others. */
final class ExpensiveInterceptor implements HandlerInterceptor {

  static final int PER_TENANT = 8;
  static final int OVERALL = 32;

  private static final String TAKEN = ExpensiveInterceptor.class.getName();
  private static final Duration RETRY_AFTER = Duration.ofMillis(1);

  private final Slots slots = new Slots(PER_TENANT, OVERALL);

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    var caller = Callers.of(request);
    if (caller == null
        || request.getAttribute(TAKEN) != null
        || !(handler instanceof HandlerMethod method)
        || !method.hasMethodAnnotation(Expensive.class)) {
      return true;
    }
    switch (slots.take(caller.tenantId())) {
      case TAKEN -> request.setAttribute(TAKEN, caller.tenantId());
      case TOO_MANY_OF_TENANT ->
          throw new LimitExceeded(
              KernelError.TOO_MANY_AT_ONCE,
              PER_TENANT
                  + " reports and exports of this tenant are running, and no more may at once. Wait"
                  + " for one of them.",
              RETRY_AFTER);
      case FULL ->
          throw new Unavailable(
              KernelError.BUSY,
              "As many reports and exports are running as may at once. Nothing was done; try again"
                  + " in a moment.");
    }
    return true;
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    if (request.getAttribute(TAKEN) instanceof UUID tenant) {
      request.removeAttribute(TAKEN);
      slots.giveBack(tenant);
    }
  }
}
