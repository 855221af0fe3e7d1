package dev.freehold.attribution;

import dev.freehold.attribution.credit.CreditModel;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.access.Expensive;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The credit report as a page and as a file. */
@Controller
class CreditConsole {

  static final String PATH = "/console/attribution/credit";

  private static final int MAX_ROWS = 5_000;
  private static final int SHOWN_ROWS = 500;

  private final Console console;
  private final CreditReports reports;
  private final AppChoices choices;
  private final Clock clock;
  private final String url;

  CreditConsole(
      Console console,
      CreditReports reports,
      AppChoices choices,
      Clock clock,
      KernelSettings settings) {
    this.console = console;
    this.reports = reports;
    this.choices = choices;
    this.clock = clock;
    this.url = settings.url();
  }

  @GetMapping(PATH)
  @Requires("attribution.credit:read")
  View report(
      Caller caller,
      @RequestParam(required = false) @Nullable UUID app,
      @RequestParam Map<String, String> parameters) {
    var choice = choices.choose(caller, app);
    var screen =
        console
            .screen("attribution/credit.jte", "Credit report")
            .under("Attribution", PATH)
            .with("apps", choice.names())
            .with("mayWrite", caller.may("attribution.apps:write"))
            .with("url", url);
    if (choice.app() == null) {
      return screen;
    }
    var controls = CreditControls.of(choice.app(), parameters, clock);
    var found = reports.compare(caller, controls.request(MAX_ROWS));
    return screen
        .with("report", CreditView.of(controls, found.rows()))
        .with("shownRows", SHOWN_ROWS)
        .with("cut", found.nextCursor() != null);
  }

  @GetMapping(PATH + ".csv")
  @Requires("attribution.credit:read")
  @Expensive
  ResponseEntity<byte[]> file(
      Caller caller, @RequestParam UUID app, @RequestParam Map<String, String> parameters) {
    var choice = choices.choose(caller, app).app();
    if (choice == null) {
      throw Apps.notFound(app);
    }
    var controls = CreditControls.of(choice, parameters, clock);
    var name = "credit-" + controls.from() + "-" + controls.to() + ".csv";
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString())
        .body(
            CreditCsv.write(
                    List.of(controls.groupBy()),
                    reports.compare(caller, controls.request(MAX_ROWS)).rows(),
                    List.of(CreditModel.values()),
                    choice.currency())
                .getBytes(StandardCharsets.UTF_8));
  }
}
