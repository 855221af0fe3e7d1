package dev.freehold.accounts.limits;

import dev.freehold.kernel.access.Callers;
import dev.freehold.kernel.error.LimitExceeded;
import dev.freehold.kernel.http.ApiPath;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Counts requests of the API once it is known who calls, before anything of the body is read, and
 * says in every answer what is left.
 *
 * <p>Source of the headers: draft-ietf-httpapi-ratelimit-headers-10.
 */
@Component
public class LimitFilter extends OncePerRequestFilter {

  private final Limiter limiter;
  private final LimitTable table;
  private final AddressThrottle strangers;
  private final boolean enabled;
  private final HandlerExceptionResolver errors;

  LimitFilter(
      Limiter limiter,
      LimitTable table,
      AddressThrottle strangers,
      LimitSettings settings,
      HandlerExceptionResolver handlerExceptionResolver) {
    this.limiter = limiter;
    this.table = table;
    this.strangers = strangers;
    this.enabled = settings.enabled();
    this.errors = handlerExceptionResolver;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !enabled || !ApiPath.isOf(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      count(request, response);
    } catch (RuntimeException e) {
      errors.resolveException(request, response, null, e);
      return;
    }
    chain.doFilter(request, response);
  }

  private void count(HttpServletRequest request, HttpServletResponse response) {
    var caller = Callers.of(request);
    if (caller == null) {
      strangers.take(request.getRemoteAddr());
      return;
    }
    var verdict = limiter.take(caller.tenantId(), LimitTable.keyOf(caller), table.of(caller));
    if (verdict.policyHeader().isEmpty()) {
      return;
    }
    response.setHeader("RateLimit-Policy", verdict.policyHeader());
    response.setHeader("RateLimit", verdict.stateHeader());
    if (verdict.isRefusal()) {
      throw refusal(verdict);
    }
  }

  private static LimitExceeded refusal(Verdict verdict) {
    var named =
        verdict.hit().stream()
            .map(policy -> policy.quota() + " requests per " + policy.window().wireName())
            .collect(Collectors.joining(" and "));
    var hit = verdict.hit().getFirst();
    return new LimitExceeded(
        hit.whose().code(),
        "This "
            + hit.whose().wireName()
            + " may send "
            + named
            + ", and has. Nothing was done; send it again after Retry-After.",
        Duration.ofMillis(verdict.retryMillis()),
        verdict.hit().stream().map(Policy::name).toList());
  }
}
