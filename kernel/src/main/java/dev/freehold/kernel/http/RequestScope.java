package dev.freehold.kernel.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Names the request: {@code X-Request-Id} of the answer, and the trace of {@code traceparent} or a
 * new one. Both stand in every log line of the request.
 *
 * <p>Source: W3C Trace Context, section 3.2.
 */
public final class RequestScope extends OncePerRequestFilter {

  public static final String REQUEST_ID = "request_id";
  static final String TRACE_ID = "trace_id";

  private static final Pattern TRACEPARENT =
      Pattern.compile(
          "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var requestId = "req_" + hex(8);
    MDC.put(REQUEST_ID, requestId);
    MDC.put(TRACE_ID, traceId(request.getHeader("traceparent")));
    response.setHeader("X-Request-Id", requestId);
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.clear();
    }
  }

  /** The id of the request that this thread serves. */
  public static String requestId() {
    var id = MDC.get(REQUEST_ID);
    return id == null ? "none" : id;
  }

  private static String traceId(@Nullable String traceparent) {
    if (traceparent != null) {
      var matcher = TRACEPARENT.matcher(traceparent);
      if (matcher.matches() && (matcher.group(3) == null || !matcher.group(1).equals("00"))) {
        return matcher.group(2);
      }
    }
    return hex(16);
  }

  private static String hex(int bytes) {
    var random = new byte[bytes];
    ThreadLocalRandom.current().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
