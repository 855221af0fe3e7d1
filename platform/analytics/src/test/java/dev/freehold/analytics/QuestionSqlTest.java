package dev.freehold.analytics;

import static dev.freehold.analytics.AnalyticsWorld.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.analytics.people.EngagementScores;
import dev.freehold.analytics.people.People;
import dev.freehold.analytics.people.ProgramMetrics;
import dev.freehold.analytics.questions.CohortDefinition;
import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Span;
import dev.freehold.analytics.questions.SqlText;
import dev.freehold.analytics.questions.Where;
import dev.freehold.analytics.questions.Window;
import dev.freehold.analytics.reports.FunnelQuestion;
import dev.freehold.analytics.reports.PathsQuestion;
import dev.freehold.analytics.reports.RetentionQuestion;
import dev.freehold.analytics.reports.Series;
import dev.freehold.analytics.reports.TrendQuestion;
import dev.freehold.analytics.sessions.LiveUsers;
import dev.freehold.analytics.sessions.SessionsQuestion;
import dev.freehold.analytics.sessions.TopQuestion;
import dev.freehold.eventstore.Dialect;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The statements of all questions for both engines, as they stand in {@code test/resources/sql};
 * {@code -Dfreehold.update=true} writes them again.
 */
class QuestionSqlTest {

  private static final Path FILES = Path.of("src/test/resources/sql");
  private static final Window WINDOW =
      new Span("2026-03-01", "2026-03-31", "Europe/Berlin").at(NOW);
  private static final CohortDefinition BUYERS =
      new CohortDefinition(
          List.of(
              new CohortDefinition.Did("pay", null, 2, new Span("2026-01-01", "2026-03-01", null))),
          List.of(Where.is("properties.plan", "pro")));

  record Named(String name, Function<Dialect, Query> statement) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Named> questions() {
    var paid =
        new Series(
            "pay",
            List.of(
                Where.is("country", "DE"),
                new Where("properties.plan", Where.Test.IS_NOT, List.of("free")),
                new Where("path", Where.Test.CONTAINS, List.of("shop")),
                new Where("value", Where.Test.AT_LEAST, List.of("10"))),
            Series.Measured.AVERAGE,
            "properties.amount");
    var trend = TrendQuestion.of(Series.count("view"));
    var split =
        new TrendQuestion(List.of(paid), null, Interval.WEEK, "properties.plan", null, null, 5);
    var months =
        new TrendQuestion(
            List.of(Series.people("view")), null, Interval.MONTH, "country", null, null, 5);
    var funnel =
        new FunnelQuestion(
            Stream.of("view", "add", "pay").map(EventMatch::named).toList(),
            null,
            "P7D",
            "country",
            false,
            null,
            5);
    var strict = new FunnelQuestion(funnel.steps(), null, "P7D", null, true, null, 5);
    var retention =
        new RetentionQuestion(EventMatch.named("sign up"), null, null, Interval.WEEK, null, null);
    var recurring =
        new RetentionQuestion(
            null, null, RetentionQuestion.Kind.RECURRING, Interval.MONTH, null, null);
    var paths =
        new PathsQuestion(
            "/pricing", PathsQuestion.By.PAGE, PathsQuestion.Direction.BEFORE, 2, null, null, 5);
    var sessions = new SessionsQuestion(null, Interval.HOUR, "referrer", null, 5);
    return Stream.of(
        new Named(
            "trend", engine -> trend.toSql(engine, Series.count("view"), WINDOW, null, null, NOW)),
        new Named("trend_split", engine -> split.toSql(engine, paid, WINDOW, null, BUYERS, NOW)),
        new Named(
            "trend_compared",
            engine ->
                months.toSql(
                    engine,
                    Series.people("view"),
                    WINDOW.before(),
                    List.of("DE", "AT"),
                    null,
                    NOW)),
        new Named("funnel", engine -> funnel.toSql(engine, WINDOW, BUYERS, NOW)),
        new Named("funnel_strict", engine -> strict.toSql(engine, WINDOW, null, NOW)),
        new Named("retention", engine -> retention.toSql(engine, WINDOW, null, NOW)),
        new Named("retention_recurring", engine -> recurring.toSql(engine, WINDOW, BUYERS, NOW)),
        new Named("paths", engine -> paths.toSql(engine, WINDOW, null, NOW)),
        new Named("sessions", engine -> sessions.toSql(engine, WINDOW, null, NOW)),
        new Named(
            "top",
            engine ->
                TopQuestion.of("country", Span.LAST_30_DAYS).toSql(engine, WINDOW, null, NOW)),
        new Named(
            "top_exit_page",
            engine ->
                TopQuestion.of(TopQuestion.EXIT_PAGE, Span.LAST_30_DAYS)
                    .toSql(engine, WINDOW, null, NOW)),
        new Named("live", engine -> LiveUsers.people(engine, NOW)),
        new Named("live_latest", engine -> LiveUsers.latest(engine, WINDOW)),
        new Named("people", engine -> People.listSql(new SqlText(engine), WINDOW, "Ann_a", 50, 0)),
        new Named(
            "engagement",
            engine -> EngagementScores.toSql(new SqlText(engine), NOW, BUYERS, NOW, 51, 0)),
        new Named(
            "metrics",
            engine ->
                ProgramMetrics.toSql(
                    new SqlText(engine), ProgramMetrics.Of.PROJECT, "x", WINDOW, 51, 0)));
  }

  static Stream<Arguments> statements() {
    return questions()
        .flatMap(
            question -> Stream.of(Dialect.values()).map(engine -> Arguments.of(question, engine)));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void aQuestionIsAskedInTheseWords(Named question, Dialect engine) throws IOException {
    var query = question.statement().apply(engine);
    var text = query.sql() + "-- " + query.values() + "\n";
    var file =
        FILES.resolve(question.name() + "." + engine.name().toLowerCase(Locale.ROOT) + ".sql");
    if (Boolean.getBoolean("freehold.update")) {
      Files.createDirectories(FILES);
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
    assertThat(query.sql().chars().filter(c -> c == '?').count()).isEqualTo(query.values().size());
  }

  /** A condition never becomes text of the statement, whatever it says. */
  @ParameterizedTest
  @MethodSource("engines")
  void whatComesFromOutsideIsBound(Dialect engine) {
    var evil = "x') or 1 = 1 --";
    var series =
        new Series(
            evil,
            Stream.of(Where.Test.IS, Where.Test.IS_NOT, Where.Test.CONTAINS)
                .map(test -> new Where("properties.it's", test, List.of(evil)))
                .toList(),
            Series.Measured.SUM,
            "properties." + evil);
    var question =
        new TrendQuestion(List.of(series), null, null, "properties." + evil, null, null, 5);
    question.check(NOW);
    var query = question.toSql(engine, series, WINDOW, List.of(evil), null, NOW);
    assertThat(query.sql()).doesNotContain("1 = 1").doesNotContain("it's");
    assertThat(query.values().toString()).contains(evil);
  }

  static Stream<Dialect> engines() {
    return Stream.of(Dialect.values());
  }
}
