package dev.freehold.analytics.boards;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard that a tenant sees until it makes its own, and can begin with. */
final class Starter {

  static final String NAME = "Product overview";

  /** A question and its place. */
  record Part(QuestionDraft question, Dashboard.Width width) {}

  static final List<Part> PARTS =
      List.of(
          part(
              "People a day",
              QuestionKind.TRENDS,
              Dashboard.Width.FULL,
              """
              {"series": [{"measure": "people"}], "compare": true}
              """),
          part(
              "Events by name",
              QuestionKind.TRENDS,
              Dashboard.Width.HALF,
              """
              {"series": [{}], "breakdown": "name", "limit": 5}
              """),
          part(
              "People by country",
              QuestionKind.TRENDS,
              Dashboard.Width.HALF,
              """
              {"series": [{"measure": "people"}], "breakdown": "country", "limit": 5}
              """));

  private Starter() {}

  private static Part part(
      String name, QuestionKind kind, Dashboard.Width width, String definition) {
    return new Part(new QuestionDraft(name, kind, new JsonMapper().readTree(definition)), width);
  }
}
