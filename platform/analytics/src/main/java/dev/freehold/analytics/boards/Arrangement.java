package dev.freehold.analytics.boards;

import dev.freehold.analytics.boards.Dashboard.Card;
import dev.freehold.analytics.boards.Dashboard.Width;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** One step of rearranging a dashboard, as a button does it. */
enum Arrangement {
  UP,
  DOWN,
  THIRD,
  HALF,
  FULL,
  REMOVE;

  /** Applied to the cards; a card that is gone meanwhile changes nothing. */
  UnaryOperator<List<Card>> of(UUID question) {
    return cards -> {
      int at = cards.stream().map(Card::questionId).toList().indexOf(question);
      if (at < 0) {
        return cards;
      }
      switch (this) {
        case UP -> swap(cards, at, at - 1);
        case DOWN -> swap(cards, at, at + 1);
        case THIRD, HALF, FULL -> cards.set(at, new Card(question, Width.valueOf(name())));
        case REMOVE -> cards.remove(at);
      }
      return cards;
    };
  }

  private static void swap(List<Card> cards, int at, int to) {
    if (to >= 0 && to < cards.size()) {
      Collections.swap(cards, at, to);
    }
  }
}
