package dev.freehold.eventstore.question;

import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How a question is answered: every event of the range lies in exactly one piece.
 *
 * <p>An event belongs to the step of its time, or of the place of its bucket where a bucket stands
 * for it; events not rolled up yet are placed like the bucket they will be in. With {@code place}
 * as {@link #place} says and {@code offset} the last of {@code offsets} that begins no later than
 * it, the key of a step is {@code trunc(interval, place + offset)} in days, weeks and months, and
 * the same less {@code offset} in minutes and hours: {@link Steps#begin} knows both.
 *
 * @param from the range answered, which is not the range asked where {@link
 *     dev.freehold.eventstore.Answer} says so; nothing is kept of it when it ends where it begins
 * @param to see {@code from}
 * @param pieces in the order of time, side by side
 * @param offsets in the order of time; one at least
 */
public record Plan(
    Question question, Instant from, Instant to, List<Piece> pieces, List<Offset> offsets) {

  /** What is read, finest first. */
  public List<String> sources() {
    return pieces.stream()
        .map(Piece::source)
        .distinct()
        .sorted(
            java.util.Comparator.comparing(
                source -> source instanceof Source.Rolled rolled ? rolled.level().ordinal() : -1))
        .map(Source::name)
        .toList();
  }

  /**
   * How far after its beginning a bucket has its place. That is its middle where it reaches over
   * the beginning of a step that is as wide, so that a day of UTC counts as the local day that it
   * shares most hours with.
   */
  public Duration place(Level level) {
    var interval = question.interval();
    return interval != null
            && isAsWide(interval, level)
            && (level.compareTo(Steps.safe(interval, offsets)) > 0 || Steps.isUneven(offsets))
        ? Buckets.middle(level)
        : Duration.ZERO;
  }

  private static boolean isAsWide(Interval interval, Level level) {
    return switch (interval) {
      case MINUTE -> level == Level.MINUTE;
      case HOUR -> level.compareTo(Level.HOUR) <= 0;
      case DAY, WEEK -> level.compareTo(Level.DAY) <= 0;
      case MONTH -> true;
    };
  }
}
