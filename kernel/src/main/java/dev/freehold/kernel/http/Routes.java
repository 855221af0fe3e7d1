package dev.freehold.kernel.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Finds the handler of a request. Spring matches an address with variables against the patterns of
 * all routes, one after the other; here only against those that begin like it, which is most of the
 * time of finding.
 */
final class Routes extends RequestMappingHandlerMapping {

  private final Map<RequestMappingInfo, String> beginnings = new ConcurrentHashMap<>();

  @Override
  protected @Nullable RequestMappingInfo getMatchingMapping(
      RequestMappingInfo route, HttpServletRequest request) {
    var address = request.getRequestURI();
    var beginning = beginnings.computeIfAbsent(route, Routes::beginning);
    return address.startsWith(beginning) || !isPlain(address)
        ? super.getMatchingMapping(route, request)
        : null;
  }

  /** Escapes and parameters are left to the patterns, which know how to read them. */
  private static boolean isPlain(String address) {
    return address.indexOf('%') < 0 && address.indexOf(';') < 0;
  }

  /** The characters with which every address of a route begins. */
  private static String beginning(RequestMappingInfo route) {
    var patterns = route.getPathPatternsCondition();
    if (patterns == null || patterns.getPatterns().size() != 1) {
      return "";
    }
    var pattern = patterns.getFirstPattern().getPatternString();
    for (int i = 0; i < pattern.length(); i++) {
      if ("{*?\\".indexOf(pattern.charAt(i)) >= 0) {
        return pattern.substring(0, i);
      }
    }
    return pattern;
  }
}
