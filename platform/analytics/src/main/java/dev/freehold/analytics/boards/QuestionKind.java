package dev.freehold.analytics.boards;

/** The kinds of question that can be saved; each has a page. */
public enum QuestionKind {
  TRENDS("Trends", "/console/analytics/trends", "Choose an event", "Name one above."),
  FUNNEL(
      "Funnel",
      "/console/analytics/funnels",
      "Name at least two steps",
      "A funnel shows how many people do one event after another, such as page_view, sign_up and"
          + " purchase. Fill in the steps above."),
  RETENTION("Retention", "/console/analytics/returning", "Choose an event", "Name one above."),
  PATHS(
      "Paths",
      "/console/analytics/paths",
      "Name an event or a page",
      "Paths show what people did next, or what led them there. Fill in where to look from.");

  private final String label;
  private final String page;
  private final String missing;
  private final String help;

  QuestionKind(String label, String page, String missing, String help) {
    this.label = label;
    this.page = page;
    this.missing = missing;
    this.help = help;
  }

  /** What its page asks for while it cannot ask yet. */
  public String missing() {
    return missing;
  }

  /** What its page says under that. */
  public String help() {
    return help;
  }

  /** As pages call it. */
  public String label() {
    return label;
  }

  /** Where it is asked. */
  public String page() {
    return page;
  }
}
