package dev.freehold.accounts.branding;

import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.LimitExceeded;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Takes the form with a logo apart before its token is looked for, which is a part of it. It is the
 * only form that carries a file.
 */
final class LogoUpload extends OncePerRequestFilter {

  private static final String FORM = "multipart/form-data";

  private final HandlerExceptionResolver errors;

  LogoUpload(HandlerExceptionResolver errors) {
    this.errors = errors;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    var type = request.getContentType();
    return type == null || !type.startsWith(FORM);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      var unused = request.getParts();
    } catch (IllegalStateException | ServletException | IOException e) {
      errors.resolveException(
          request,
          response,
          null,
          new LimitExceeded(
              KernelError.BODY_TOO_LARGE,
              "The form is broken or too large. A logo may have at most 256 KiB."));
      return;
    }
    chain.doFilter(request, response);
  }
}
