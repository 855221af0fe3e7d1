package dev.freehold.analytics.console;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Expensive;
import dev.freehold.kernel.access.Requires;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** The pages that ask, and their files. */
@Controller
class QuestionsConsole {

  private final QuestionScreens screens;
  private final TrendsPage trends;
  private final FunnelsPage funnels;
  private final RetentionPage retention;
  private final PathsPage paths;

  QuestionsConsole(
      QuestionScreens screens,
      TrendsPage trends,
      FunnelsPage funnels,
      RetentionPage retention,
      PathsPage paths) {
    this.screens = screens;
    this.trends = trends;
    this.funnels = funnels;
    this.retention = retention;
    this.paths = paths;
  }

  @GetMapping("/console/analytics/trends")
  @Requires("analytics.events:read")
  View trends(Caller caller, HttpServletRequest request) {
    return screens.page(caller, trends, request);
  }

  @GetMapping("/console/analytics/trends.csv")
  @Requires("analytics.events:read")
  @Expensive
  ResponseEntity<byte[]> trendsFile(Caller caller, HttpServletRequest request) {
    return screens.file(caller, trends, request);
  }

  @GetMapping("/console/analytics/funnels")
  @Requires("analytics.events:read")
  View funnels(Caller caller, HttpServletRequest request) {
    return screens.page(caller, funnels, request);
  }

  @GetMapping("/console/analytics/funnels.csv")
  @Requires("analytics.events:read")
  @Expensive
  ResponseEntity<byte[]> funnelsFile(Caller caller, HttpServletRequest request) {
    return screens.file(caller, funnels, request);
  }

  @GetMapping("/console/analytics/returning")
  @Requires("analytics.events:read")
  View returning(Caller caller, HttpServletRequest request) {
    return screens.page(caller, retention, request);
  }

  @GetMapping("/console/analytics/returning.csv")
  @Requires("analytics.events:read")
  @Expensive
  ResponseEntity<byte[]> returningFile(Caller caller, HttpServletRequest request) {
    return screens.file(caller, retention, request);
  }

  @GetMapping("/console/analytics/paths")
  @Requires("analytics.events:read")
  View paths(Caller caller, HttpServletRequest request) {
    return screens.page(caller, paths, request);
  }

  @GetMapping("/console/analytics/paths.csv")
  @Requires("analytics.events:read")
  @Expensive
  ResponseEntity<byte[]> pathsFile(Caller caller, HttpServletRequest request) {
    return screens.file(caller, paths, request);
  }
}
