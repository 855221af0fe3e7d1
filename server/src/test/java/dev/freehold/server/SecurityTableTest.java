package dev.freehold.server;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the page about security says nothing that cannot be looked up. */
class SecurityTableTest {

  private static final String PAGE = "docs/security.md";
  private static final String IDS = "server/src/test/resources/asvs-5.0-ids.txt";

  private static final String MET = "met";
  private static final String UNTESTED = "met, untested";
  private static final String NOT_APPLICABLE = "not applicable";
  private static final String OPEN = "open";
  private static final List<String> VERDICTS = List.of(MET, UNTESTED, NOT_APPLICABLE, OPEN);

  private static final Pattern ROW =
      Pattern.compile("^\\| (V\\d+)(\\S*) \\| (.*) \\| (.*) \\| (.*) \\|$", Pattern.MULTILINE);
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern ANNOTATION = Pattern.compile("@(?:Parameterized|Repeated)?Test\\b");
  private static final Pattern FILE = Pattern.compile("`([\\w.-]+(?:/[\\w.-]+)*\\.[a-z]+)`");
  private static final Pattern COUNTS =
      Pattern.compile(
          "(?:^### (V\\d+) .*\\n\\n|^Total: )(\\d+) met, (\\d+) met but untested,"
              + " (\\d+) not applicable, (\\d+) open\\.$",
          Pattern.MULTILINE);

  private record Row(String chapter, String id, String topic, String verdict, String proof) {

    List<String> tests() {
      return TEST.matcher(proof).results().map(MatchResult::group).toList();
    }

    List<String> files() {
      return FILE.matcher(proof).results().map(found -> found.group(1)).toList();
    }
  }

  private final String page = Code.read(Code.ROOT.resolve(PAGE));
  private final List<Row> rows =
      ROW.matcher(page)
          .results()
          .map(
              row ->
                  new Row(
                      row.group(1),
                      row.group(1) + row.group(2),
                      row.group(3),
                      row.group(4),
                      row.group(5)))
          .toList();

  @Test
  void everyRequirementHasOneRow() {
    var ids =
        Code.read(Code.ROOT.resolve(IDS))
            .lines()
            .map(line -> line.substring(0, line.indexOf(' ')))
            .toList();
    assertThat(ids).hasSizeGreaterThan(250).doesNotHaveDuplicates();
    assertThat(rows).extracting(Row::id).containsExactlyElementsOf(ids);
    assertThat(page).contains(ids.size() + " requirements");
  }

  @Test
  void aVerdictIsOneOfFourAndHasItsReason() {
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.verdict()).as(row.id()).isIn(VERDICTS);
              assertThat(row.topic()).as(row.id()).isNotBlank();
              assertThat(row.proof()).as(row.id()).isNotBlank();
              if (row.verdict().equals(MET)) {
                assertThat(Stream.concat(row.tests().stream(), row.files().stream()))
                    .as(row.id())
                    .isNotEmpty();
              }
              if (row.verdict().equals(UNTESTED)) {
                assertThat(row.files()).as(row.id()).isNotEmpty();
                assertThat(row.tests()).as(row.id()).isEmpty();
              }
            });
  }

  @Test
  void everyTestThatIsNamedIsThere() {
    var sources = Code.sources("Test.java");
    var named = TEST.matcher(page).results().map(MatchResult::group).distinct().sorted().toList();
    assertThat(named).hasSizeGreaterThan(50);
    assertThat(named).filteredOn(name -> !isThere(name, sources)).isEmpty();
  }

  /** More than one class may have the name; the method is a test of one of them. */
  private static boolean isThere(String name, Map<String, String> sources) {
    var parts = name.replace("`", "").split("#", 2);
    return sources.entrySet().stream()
        .filter(source -> source.getKey().endsWith("/" + parts[0] + ".java"))
        .anyMatch(source -> isTest(source.getValue(), parts[1]));
  }

  private static boolean isTest(String source, String method) {
    int at = source.indexOf(" void " + method + "(");
    if (at < 0) {
      return false;
    }
    // What stands before it since the last member, among it its annotations.
    int before = Math.max(source.lastIndexOf("\n  }\n", at), source.lastIndexOf(";\n\n", at));
    var annotations = source.substring(Math.max(before, 0), at);
    return ANNOTATION.matcher(annotations).find();
  }

  @Test
  void everyFileThatIsNamedIsThere() {
    var missing =
        rows.stream()
            .flatMap(row -> row.files().stream())
            .distinct()
            .filter(file -> !Files.isRegularFile(Code.ROOT.resolve(file)))
            .sorted()
            .toList();
    assertThat(missing).isEmpty();
  }

  @Test
  void theSumsAreThoseOfTheRows() {
    var said = new TreeMap<String, List<Long>>();
    COUNTS
        .matcher(page)
        .results()
        .forEach(
            found ->
                said.put(
                    found.group(1) == null ? "total" : found.group(1),
                    Stream.of(2, 3, 4, 5).map(group -> Long.valueOf(found.group(group))).toList()));
    var counted = new TreeMap<String, List<Long>>();
    counted.put("total", count(rows));
    rows.stream()
        .collect(groupingBy(Row::chapter))
        .forEach((chapter, its) -> counted.put(chapter, count(its)));
    assertThat(said).isEqualTo(counted);
  }

  private static List<Long> count(List<Row> rows) {
    return VERDICTS.stream()
        .map(verdict -> rows.stream().filter(row -> row.verdict().equals(verdict)).count())
        .toList();
  }
}
