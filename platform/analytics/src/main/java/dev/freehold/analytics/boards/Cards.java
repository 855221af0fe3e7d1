package dev.freehold.analytics.boards;

import dev.freehold.analytics.boards.Dashboard.Width;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The cards of a dashboard with their answers; one that cannot be answered says so by itself. */
@Component
public class Cards {

  /**
   * A card as a page shows it.
   *
   * @param id of the question; null on the starter, which is not saved
   * @param chart null when it was not asked, or could not be answered
   * @param problem why it could not
   */
  public record Shown(
      @Nullable UUID id,
      String name,
      String href,
      Width width,
      @Nullable Chart chart,
      @Nullable String problem) {

    /** The class of its place. */
    public String place() {
      return width.name().toLowerCase(Locale.ROOT);
    }
  }

  private final SavedQuestions questions;
  private final Definitions definitions;

  Cards(SavedQuestions questions, Definitions definitions) {
    this.questions = questions;
    this.definitions = definitions;
  }

  List<Shown> of(Caller caller, Dashboard dashboard) {
    var shown = new ArrayList<Shown>();
    for (var card : dashboard.cards()) {
      var question = questions.get(caller, card.questionId());
      shown.add(asked(caller, question, card.width(), shown.size()));
    }
    return shown;
  }

  /** Without asking, to be arranged. */
  List<Shown> named(Caller caller, Dashboard dashboard) {
    return dashboard.cards().stream()
        .map(
            card -> {
              var question = questions.get(caller, card.questionId());
              return new Shown(
                  question.id(), question.name(), question.href(), card.width(), null, null);
            })
        .toList();
  }

  List<Shown> ofStarter(Caller caller) {
    var shown = new ArrayList<Shown>();
    for (var part : Starter.PARTS) {
      var draft = part.question();
      var chart = definitions.ask(caller, draft.kind(), draft.definition());
      shown.add(
          new Shown(
              null,
              draft.name(),
              draft.kind().page(),
              part.width(),
              placed(chart, draft.name(), shown.size()),
              null));
    }
    return shown;
  }

  private Shown asked(Caller caller, SavedQuestion question, Width width, int place) {
    try {
      var chart = definitions.ask(caller, question.kind(), question.definition());
      return new Shown(
          question.id(),
          question.name(),
          question.href(),
          width,
          placed(chart, question.name(), place),
          null);
    } catch (ApiException e) {
      return new Shown(
          question.id(), question.name(), question.href(), width, null, e.getMessage());
    }
  }

  /** Under the question's name, and with an id of its own among the page's charts. */
  private static Chart placed(Chart chart, String name, int place) {
    return new Chart(
        chart.id() + "-" + place,
        chart.shape(),
        name,
        chart.unit(),
        chart.first(),
        chart.columns(),
        chart.rows());
  }
}
