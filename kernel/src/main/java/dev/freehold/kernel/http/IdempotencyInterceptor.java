package dev.freehold.kernel.http;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Callers;
import dev.freehold.kernel.db.StoredAnswer;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Invalid;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Answers a repeated {@code Idempotency-Key} from memory; marks a new one on the caller. */
public final class IdempotencyInterceptor implements HandlerInterceptor {

  public static final int MAX_KEY_LENGTH = 255;

  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");
  private static final String REQUEST = IdempotentRequest.class.getName();

  private final TenantDb db;

  public IdempotencyInterceptor(TenantDb db) {
    this.db = db;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    var requestHash = (byte[]) request.getAttribute(IdempotencyFilter.REQUEST_HASH);
    var caller = Callers.of(request);
    if (requestHash == null
        || caller == null
        || !(handler instanceof HandlerMethod method)
        || !WRITES.contains(request.getMethod())) {
      return true;
    }
    var idempotent =
        new IdempotentRequest(
            keyHash(request, caller), requestHash, status(method), new AtomicBoolean(false));
    var stored = db.answerOf(caller, idempotent);
    if (stored.isPresent()) {
      replay(response, stored.get());
      return false;
    }
    request.setAttribute(REQUEST, idempotent);
    Callers.set(request, caller.with(idempotent));
    return true;
  }

  /** Answers a request that another with the same key overtook. */
  boolean replayOvertaken(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var caller = Callers.of(request);
    var idempotent = (IdempotentRequest) request.getAttribute(REQUEST);
    if (caller == null || idempotent == null) {
      return false;
    }
    var stored = db.answerOf(caller, idempotent);
    if (stored.isPresent()) {
      replay(response, stored.get());
    }
    return stored.isPresent();
  }

  private static void replay(HttpServletResponse response, StoredAnswer answer) throws IOException {
    response.setStatus(answer.status());
    response.setHeader("Idempotency-Replayed", "true");
    var body = answer.body();
    if (body != null) {
      response.setContentType("application/json");
      response.getOutputStream().write(body);
    }
  }

  /** Keys are each caller's own: another key of the tenant cannot fetch the answer. */
  private static byte[] keyHash(HttpServletRequest request, Caller caller) {
    var key = request.getHeader(IdempotencyFilter.HEADER);
    if (key.isBlank() || key.length() > MAX_KEY_LENGTH) {
      throw Invalid.parameter(
          IdempotencyFilter.HEADER, "must have 1 to " + MAX_KEY_LENGTH + " characters");
    }
    var own = caller.actor().id() + "\n" + key;
    return IdempotencyFilter.sha256().digest(own.getBytes(StandardCharsets.UTF_8));
  }

  private static int status(HandlerMethod method) {
    @Nullable ResponseStatus status = method.getMethodAnnotation(ResponseStatus.class);
    return status == null ? HttpStatus.OK.value() : status.code().value();
  }
}
