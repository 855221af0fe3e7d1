package dev.freehold.kernel.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.View;

/** A redirect that the browser follows with GET; a reload there repeats nothing. */
record MoveOn(String href, @Nullable String done) implements View {

  @Override
  public void render(
      @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response) {
    if (done != null) {
      Done.leave(response, done);
    }
    response.setHeader(HttpHeaders.LOCATION, href);
    response.setStatus(HttpStatus.SEE_OTHER.value());
  }
}
