package dev.freehold.kernel.http;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.util.UrlPathHelper;

/** Tells requests of the API from those of pages. */
public final class ApiPath {

  private static final String API = "/v1/";

  private ApiPath() {}

  /** Whether it is one of the API, also when letters of its address are percent-encoded. */
  public static boolean isOf(HttpServletRequest request) {
    var raw = request.getRequestURI();
    return raw.startsWith(API)
        || raw.indexOf('%') >= 0
            && UrlPathHelper.defaultInstance.getPathWithinApplication(request).startsWith(API);
  }
}
