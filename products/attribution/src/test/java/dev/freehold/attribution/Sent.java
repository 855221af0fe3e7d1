package dev.freehold.attribution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events of one app on their way to the API, each a map of fields. */
final class Sent {

  private final App app;
  private final List<Map<String, Object>> events = new ArrayList<>();

  Sent(App app) {
    this.app = app;
  }

  /** One event; the fields are names and values in turn. */
  static Map<String, Object> event(
      App app, String id, String type, String user, Instant at, Object... fields) {
    var event = new LinkedHashMap<String, Object>();
    event.put("event_id", id);
    event.put("app_id", app.id().toString());
    event.put("type", type);
    event.put("user_id", user);
    event.put("occurred_at", at.toString());
    for (int i = 0; i < fields.length; i += 2) {
      event.put((String) fields[i], fields[i + 1]);
    }
    return event;
  }

  Sent click(String id, String user, Instant at, String campaign) {
    events.add(event(app, id, "click", user, at, "campaign", campaign, "channel", "paid"));
    return this;
  }

  Sent purchase(String id, String user, Instant at, String revenue) {
    events.add(event(app, id, "purchase", user, at, "revenue", revenue));
    return this;
  }

  Sent add(Map<String, Object> event) {
    events.add(event);
    return this;
  }

  List<Map<String, Object>> all() {
    return events;
  }

  byte[] json() {
    return Http.JSON.writeValueAsBytes(events);
  }
}
