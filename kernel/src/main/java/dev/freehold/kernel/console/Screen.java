package dev.freehold.kernel.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/** A page that a handler answers with; it is rendered whole before the first byte leaves. */
public final class Screen implements View {

  static final Object NOTHING = new Object();

  private final Console console;
  private final String template;
  private final String title;
  private final List<Crumb> crumbs = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();
  private int status = HttpServletResponse.SC_OK;

  Screen(Console console, String template, String title) {
    this.console = console;
    this.template = template;
    this.title = title;
  }

  /** One more step of the way to this page. */
  public Screen under(String label, String href) {
    crumbs.add(new Crumb(label, href));
    return this;
  }

  /** A parameter of the template; null leaves it at its default. */
  public Screen with(String name, @Nullable Object value) {
    values.put(name, value == null ? NOTHING : value);
    return this;
  }

  /** The form with what was typed, answered with the status of its refusal if it was refused. */
  public Screen with(Form form) {
    status = form.status();
    return with("form", form);
  }

  @Override
  public String getContentType() {
    return "text/html;charset=UTF-8";
  }

  @Override
  public void render(
      @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var done = Done.take(request, response);
    var html =
        console
            .render(template, console.frame(request, title, crumbs, done), values)
            .getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(getContentType());
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(html.length);
    response.getOutputStream().write(html);
  }
}
