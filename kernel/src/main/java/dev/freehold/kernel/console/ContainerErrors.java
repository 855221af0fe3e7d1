package dev.freehold.kernel.console;

import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.http.ErrorPages;
import dev.freehold.kernel.http.Problem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/** Errors that end a request before any handler, such as a form without its token. */
record ContainerErrors(ErrorPages pages) implements View {

  private static final int INTERNAL_ERROR = 500;

  @Override
  public String getContentType() {
    return "text/html;charset=UTF-8";
  }

  @Override
  public void render(
      @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    var problem = problem(status instanceof Integer code ? code : INTERNAL_ERROR);
    var html = pages.render(request, problem).getBytes(StandardCharsets.UTF_8);
    response.setContentType(getContentType());
    response.setContentLength(html.length);
    response.getOutputStream().write(html);
  }

  private static Problem problem(int status) {
    return switch (status) {
      case 403 ->
          Problem.of(
              KernelError.FORBIDDEN,
              "The form was too old or did not come from this site, so nothing was changed. Go"
                  + " back, reload the page and send it again.");
      case 404 -> Problem.of(KernelError.ROUTE_NOT_FOUND, "There is nothing at this address.");
      default -> Problem.of(KernelError.INTERNAL_ERROR, "It is logged; nothing was changed.");
    };
  }
}
