package dev.freehold.server;

import dev.freehold.kernel.access.Identified;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.access.Requires;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** One address of the program with its method and handler. */
record Route(String method, String pattern, HandlerMethod handler) {

  /** Every route of ours, as Spring knows them. */
  static List<Route> all() {
    return TestServer.running()
        .bean(RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue().getBeanType().getName().startsWith("dev.freehold."))
        .flatMap(
            entry ->
                entry.getKey().getPatternValues().stream()
                    .flatMap(
                        pattern ->
                            entry.getKey().getMethodsCondition().getMethods().stream()
                                .map(
                                    method -> new Route(method.name(), pattern, entry.getValue()))))
        .sorted(Comparator.comparing(Route::toString))
        .toList();
  }

  /** Those of the API that need a key. */
  static List<Route> ofTheApi() {
    return all().stream()
        .filter(route -> route.pattern.startsWith("/v1/") && route.permission() != null)
        .toList();
  }

  /** Those of the console that need a session. */
  static List<Route> ofTheConsole() {
    return all().stream()
        .filter(route -> !route.pattern.startsWith("/v1/") && route.permission() != null)
        .toList();
  }

  @Nullable String permission() {
    var requires = handler.getMethodAnnotation(Requires.class);
    return requires == null ? null : requires.value();
  }

  boolean isForProjects() {
    var requires = handler.getMethodAnnotation(Requires.class);
    return requires != null && requires.inProject();
  }

  /** What reaches across tenants no key can be given, whatever its owner may do. */
  boolean isOfOperator() {
    var permission = permission();
    return permission != null && permission.startsWith("operator.");
  }

  @Nullable String openBecause() {
    var known = handler.getMethodAnnotation(Identified.class);
    var open = handler.getMethodAnnotation(Public.class);
    return known != null ? known.value() : open == null ? null : open.value();
  }

  String operation() {
    return handler.getMethod().getName();
  }

  @Override
  public String toString() {
    return pattern + " " + method;
  }
}
