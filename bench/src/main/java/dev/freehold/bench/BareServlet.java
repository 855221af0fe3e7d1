package dev.freehold.bench;

import dev.freehold.server.RunningServer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.tomcat.TomcatWebServer;

/**
 * A servlet that reads the body and answers a constant, in the same server but past all filters.
 */
final class BareServlet extends HttpServlet {

  static final String PATH = "/bare";

  private static final byte[] ANSWER = "{\"valid\":true}".getBytes(StandardCharsets.UTF_8);

  /** Puts it into a running server. */
  static void in(RunningServer server) {
    var tomcat = ((TomcatWebServer) server.webServer()).getTomcat();
    var context = tomcat.addContext(PATH, null);
    org.apache.catalina.startup.Tomcat.addServlet(context, "bare", new BareServlet());
    context.addServletMappingDecoded("/*", "bare");
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.getInputStream().readAllBytes();
    response.setContentType("application/json");
    response.setContentLength(ANSWER.length);
    response.getOutputStream().write(ANSWER);
  }
}
