package dev.freehold.eventstore.question;

import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Rollup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Makes the {@link Plan} of a question. */
public final class Planner {

  /** Beyond so many pieces, the finer buckets of whole steps are read instead. */
  private static final int MAX_PIECES = 60;

  private final Question question;
  private final Kept kept;
  private final Optional<Rollup> rollup;
  private final List<Region> regions;

  private Planner(Question question, Kept kept) {
    this.question = question;
    this.kept = kept;
    rollup = new RollupChoice(question).of(kept);
    regions = Region.of(kept, rollup);
  }

  /**
   * Checks a question and says how to answer it.
   *
   * @throws IllegalArgumentException when the stream does not declare what the question names
   */
  public static Plan plan(Question question, Kept kept) {
    new QuestionCheck(question).check();
    return new Planner(question, kept).plan();
  }

  private Plan plan() {
    var oldest = regions.getFirst().from();
    if (!question.to().isAfter(oldest)) {
      return plan(question.to(), question.to(), List.of());
    }
    var asked = question.from().isBefore(oldest) ? oldest : question.from();
    var from = region(asked).begin(asked);
    var to = region(question.to()).end(question.to());
    if (!from.isBefore(to)) {
      from = region(asked).outerBegin(asked);
      to = region(question.to()).outerEnd(question.to());
    }
    return plan(from, to, pieces(from, to));
  }

  private Plan plan(Instant from, Instant to, List<Piece> pieces) {
    return new Plan(
        question, from, to, List.copyOf(pieces), Steps.offsets(question.zone(), from, to));
  }

  private List<Piece> pieces(Instant from, Instant to) {
    var interval = question.interval();
    var offsets = Steps.offsets(question.zone(), from, to);
    if (interval == null) {
      return new Cover(Level.MONTH, false).of(from, to, List.of());
    }
    var safe = Steps.safe(interval, offsets);
    boolean stepsCut =
        safe.compareTo(Level.DAY) < 0 && (interval == Interval.WEEK || interval == Interval.MONTH);
    if (stepsCut && rollup.isPresent()) {
      var steps = Steps.beginnings(interval, question.zone(), from, to);
      var pieces = new Cover(Level.DAY, false).of(from, to, steps);
      if (pieces.size() <= MAX_PIECES) {
        return pieces;
      }
    }
    return new Cover(safe, Steps.isUneven(offsets)).of(from, to, List.of());
  }

  private Region region(Instant instant) {
    var found = regions.getFirst();
    for (var region : regions) {
      if (!region.from().isAfter(instant)) {
        found = region;
      }
    }
    return found;
  }

  /** Covers a range with the coarsest buckets in its middle and finer ones at its edges. */
  private final class Cover {

    private final Level coarsest;
    private final boolean rowsOnly;
    private final List<Piece> pieces = new ArrayList<>();

    /**
     * @param coarsest the coarsest level to use where a finer one is left
     * @param rowsOnly whether no level at all is to be used where rows are left
     */
    Cover(Level coarsest, boolean rowsOnly) {
      this.coarsest = coarsest;
      this.rowsOnly = rowsOnly;
    }

    List<Piece> of(Instant from, Instant to, List<Instant> steps) {
      var cuts = new TreeSet<Instant>();
      cuts.add(to);
      regions.forEach(region -> cuts.add(region.from()));
      steps.forEach(step -> cuts.add(region(step).step(step)));
      var start = from;
      for (var cut : cuts.tailSet(from, false).headSet(to, true)) {
        cover(start, cut, Level.MONTH);
        start = cut;
      }
      return pieces;
    }

    private void cover(Instant from, Instant to, Level level) {
      if (!from.isBefore(to)) {
        return;
      }
      if (rollup.isPresent() && mayUse(from, level)) {
        var first = later(Buckets.ceiling(level, from), kept.bucketsFrom(rollup.get(), level));
        var last = Buckets.floor(level, to);
        if (first.isBefore(last)) {
          coverFiner(from, first, level);
          add(new Source.Rolled(rollup.get(), level), first, last);
          coverFiner(last, to, level);
          return;
        }
      }
      coverFiner(from, to, level);
    }

    private void coverFiner(Instant from, Instant to, Level level) {
      if (level != Level.MINUTE) {
        cover(from, to, Level.values()[level.ordinal() - 1]);
      } else if (from.isBefore(to)) {
        add(new Source.Rows(), from, to);
      }
    }

    private boolean mayUse(Instant from, Level level) {
      var finest = region(from).finest();
      return finest == level || (level.compareTo(coarsest) <= 0 && !(finest == null && rowsOnly));
    }

    private void add(Source source, Instant from, Instant to) {
      if (!pieces.isEmpty() && pieces.getLast().source().equals(source)) {
        pieces.add(new Piece(source, pieces.removeLast().from(), to));
      } else {
        pieces.add(new Piece(source, from, to));
      }
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
