package dev.freehold.server;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnRole;
import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Rollup;
import dev.freehold.eventstore.Stream;
import java.time.Period;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page that says what each stream of events holds, from its declaration. */
final class StreamPages {

  private StreamPages() {}

  static String of(Collection<Stream> streams) {
    return streams.stream()
        .sorted(Comparator.comparing(Stream::name))
        .map(StreamPages::of)
        .collect(
            Collectors.joining(
                "\n",
                """
                # Streams of events

                What the event store keeps for each tenant, from the streams' declarations.
                [docs/events.md](../docs/events.md) says what is promised of all of them. A
                dimension can be grouped and filtered by, a measure added up, an identity counted
                and erased.

                """,
                ""));
  }

  private static String of(Stream stream) {
    var text = new StringBuilder("## " + stream.name() + "\n\n");
    text.append(
        "One row per `%s`, at `%s`, about `%s`."
            .formatted(stream.id(), stream.time(), stream.person()));
    text.append(
        " Sealed by %s and sorted by %s."
            .formatted(lower(stream.partition()), code(stream.sort())));
    text.append(" Rows are kept %s.\n\n".formatted(kept(stream.tiers().raw())));
    text.append("| column | type | required | role |\n|---|---|:-:|---|\n");
    for (var column : stream.columns()) {
      text.append(row(column));
    }
    return text.append(rollups(stream)).toString();
  }

  private static String row(Column column) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            column.name(),
            lower(column.type()),
            column.required() ? "yes" : "",
            column.role() == ColumnRole.DETAIL ? "" : lower(column.role()));
  }

  private static String rollups(Stream stream) {
    if (stream.rollups().isEmpty()) {
      return "";
    }
    var tiers =
        Arrays.stream(Level.values())
            .map(level -> lower(level) + " " + kept(stream.tiers().of(level)))
            .collect(Collectors.joining(", "));
    return stream.rollups().stream()
        .map(StreamPages::row)
        .collect(
            Collectors.joining(
                "", "\nSums, kept " + tiers + ":\n\n| sums | by | of |\n|---|---|---|\n", ""));
  }

  private static String row(Rollup rollup) {
    return "| `%s` | %s | count%s |\n"
        .formatted(
            rollup.name(),
            code(rollup.by()),
            rollup.measures().stream()
                .map(measure -> ", " + text(measure))
                .collect(Collectors.joining()));
  }

  private static String text(Measure measure) {
    return switch (measure) {
      case Measure.Count _ -> "count";
      case Measure.Sum sum -> "sum of `" + sum.column() + "`";
      case Measure.Average average -> "average of `" + average.column() + "`";
      case Measure.Min min -> "least `" + min.column() + "`";
      case Measure.Max max -> "most `" + max.column() + "`";
      case Measure.Distinct distinct -> "different `" + distinct.column() + "`";
      case Measure.Quantile quantile -> "quantiles of `" + quantile.column() + "`";
    };
  }

  private static String kept(@Nullable Period period) {
    return period == null ? "for ever" : period.getDays() + " days";
  }

  private static String code(Collection<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
