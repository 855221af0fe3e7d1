package dev.freehold.analytics.retention;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.http.IfMatch;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** For how long events are kept, as pages; shortening it asks for the stream's name. */
@Controller
class StreamRetentionsConsole {

  static final String PATH = "/console/analytics/retention";

  private static final String TITLE = "Data retention";

  private final Console console;
  private final StreamRetentions retentions;

  StreamRetentionsConsole(Console console, StreamRetentions retentions) {
    this.console = console;
    this.retentions = retentions;
  }

  @Bean
  static Navigation retentionNavigation() {
    return Navigation.of(
        "Data", 110, new Navigation.Item("Data retention", PATH, "analytics.retention:read"));
  }

  @GetMapping(PATH)
  @Requires("analytics.retention:read")
  View list(Caller caller) {
    return console
        .screen("analytics/retentions.jte", TITLE)
        .with("streams", retentions.list(caller))
        .with("mayWrite", caller.may("analytics.retention:erase"));
  }

  @GetMapping(PATH + "/edit")
  @Requires("analytics.retention:erase")
  View edit(Caller caller, @RequestParam String stream) {
    var current = retentions.get(caller, stream);
    return edit(current, Form.of(values(current)));
  }

  @PostMapping(PATH)
  @Requires("analytics.retention:erase")
  View set(Caller caller, @RequestParam String stream, HttpServletRequest request) {
    var current = retentions.get(caller, stream);
    var form = Form.of(request);
    if (!form.confirms(stream)) {
      return edit(current, form.unconfirmed());
    }
    try {
      var version = new IfMatch(number(form, "version", Long.MAX_VALUE));
      retentions.set(caller, stream, days(form), version);
      return console.moveOn(PATH, "The retention of " + stream + " was changed.");
    } catch (ApiException e) {
      return edit(current, form.refused(e));
    }
  }

  private View edit(StreamRetention current, Form form) {
    return console
        .screen("analytics/retention.jte", current.stream())
        .under(TITLE, PATH)
        .with("stream", current)
        .with(form);
  }

  private static Map<String, String> values(StreamRetention current) {
    var kept = current.kept();
    var values = new LinkedHashMap<String, String>();
    values.put("version", String.valueOf(current.version()));
    put(values, "rows", kept.rows());
    put(values, "minute", kept.minute());
    put(values, "hour", kept.hour());
    put(values, "day", kept.day());
    put(values, "month", kept.month());
    return values;
  }

  private static void put(Map<String, String> values, String name, @Nullable Integer days) {
    values.put(name, days == null ? "" : days.toString());
  }

  private static Days days(Form form) {
    return new Days(
        days(form, "rows"),
        days(form, "minute"),
        days(form, "hour"),
        days(form, "day"),
        days(form, "month"));
  }

  private static @Nullable Integer days(Form form, String field) {
    var days = number(form, field, Days.MOST);
    if (days != null && days == 0) {
      throw Invalid.field(field, "must be at least one day");
    }
    return days == null ? null : days.intValue();
  }

  private static @Nullable Long number(Form form, String field, long most) {
    var text = form.value(field).strip();
    if (text.isEmpty()) {
      return null;
    }
    if (!text.matches("\\d{1,9}") || Long.parseLong(text) > most) {
      throw Invalid.field(field, "must be a whole number of days, at most " + Days.MOST);
    }
    return Long.valueOf(text);
  }
}
