package dev.freehold.kernel.access;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.Unauthenticated;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets a request through to its handler only if the caller holds what the handler asks for. */
public final class AccessInterceptor implements HandlerInterceptor {

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!(handler instanceof HandlerMethod method) || isLibrary(method)) {
      return true;
    }
    if (method.hasMethodAnnotation(Public.class)) {
      return true;
    }
    var caller = Callers.of(request);
    if (caller == null) {
      throw new Unauthenticated(
          KernelError.UNAUTHENTICATED,
          "Send a valid API key as 'Authorization: Bearer fh_live_…', or sign in to the console.");
    }
    if (!method.hasMethodAnnotation(Identified.class)) {
      check(request, caller, method);
    }
    return true;
  }

  private static void check(HttpServletRequest request, Caller caller, HandlerMethod method) {
    var required = method.getMethodAnnotation(Requires.class);
    if (required == null) {
      throw new IllegalStateException(
          method + " has neither @Requires nor @Identified nor @Public");
    }
    var mayWithAll = caller.may(required.value());
    if (!mayWithAll && !(required.orGranted() && caller.mayWithSome(required.value()))) {
      throw new Forbidden(
          KernelError.FORBIDDEN,
          "This needs the permission " + required.value() + ". Ask an owner or admin for it.");
    }
    if (caller.project() != null && !required.inProject()) {
      throw new Forbidden(
          KernelError.BOUND_TO_PROJECT,
          "This is not of a single project, and the key is bound to one. Use a key of the whole"
              + " tenant for it.");
    }
    if (!mayWithAll) {
      Callers.set(request, caller.limitedTo(required.value()));
    }
  }

  /** Handlers that come with libraries (the API document, error fallback) carry no annotation. */
  private static boolean isLibrary(HandlerMethod method) {
    return !method.getBeanType().getName().startsWith("dev.freehold.");
  }
}
