package dev.freehold.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.eventstore.MovableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/**
 * The house's plan, held against the code. Spring Modulith's verification is not used: it takes the
 * packages below a module's own for internal, which the kernel's are not, and telling it so would
 * put its annotations into the kernel. What it checks beyond that, cycles, is checked here.
 */
class ArchitectureTest {

  private static final int MAX_LINES = 500;

  /** A table in a statement, behind the word that leads to it. */
  private static final Pattern TABLE =
      Pattern.compile(
          "\\b(?:from|join|into|update|table|truncate)\\s+([a-z_]+)\\.[a-z_]+",
          Pattern.CASE_INSENSITIVE);

  /** The schemas that a module's statements may name besides its own. */
  private static final List<String> COMMON = List.of("kernel", "lookup", "pg_catalog");

  @ParameterizedTest
  @CsvSource({
    "eventstore, kernel accounts analytics attribution server",
    "kernel, eventstore accounts analytics attribution server",
    "accounts, analytics attribution server",
    "analytics, attribution server",
    "attribution, server",
  })
  void aModuleKnowsOnlyThoseBelowIt(String module, String above) {
    for (var other : List.of(above.split(" ", -1))) {
      noClasses()
          .that()
          .resideInAPackage("dev.freehold." + module + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.freehold." + other + "..")
          .check(Code.MAIN);
    }
  }

  @Test
  void modulesFormNoCycles() {
    slices().matching("dev.freehold.(*)..").should().beFreeOfCycles().check(Code.MAIN);
  }

  @Test
  void theEventStoreKnowsNoSpringAndOnlyTheServerKnowsItsEngine() {
    noClasses()
        .that()
        .resideInAPackage("dev.freehold.eventstore..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(Code.MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.freehold.eventstore..", "dev.freehold.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.freehold.eventstore.duckdb..",
            "dev.freehold.eventstore.clickhouse..",
            "dev.freehold.eventstore.move..")
        .check(Code.MAIN);
    // It sees all tenants.
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.freehold.eventstore..", "dev.freehold.server..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(MovableStore.class)
        .check(Code.MAIN);
  }

  @Test
  void whatWeDoNotUseIsNotUsed() {
    noFields().should().beAnnotatedWith(Autowired.class).check(Code.MAIN);
    noFields().should().beAnnotatedWith(Value.class).check(Code.MAIN);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "jakarta.persistence..",
            "org.springframework.transaction.annotation..",
            "org.aspectj..",
            "lombok..")
        .check(Code.MAIN);
    assertThat(Code.sources(".java").entrySet())
        .filteredOn(source -> source.getValue().contains("import lom" + "bok."))
        .isEmpty();
  }

  @Test
  void namesSayWhatAClassIs() {
    noClasses()
        .should()
        .haveNameMatching(".*\\.(Default\\w+|\\w+(Impl|Manager|Helper|Helpers|Util|Utils))")
        .check(Code.MAIN);
  }

  @Test
  void noSourceFileIsTooLongToRead() {
    assertThat(Code.sources(".java"))
        .allSatisfy(
            (path, text) ->
                assertThat(text.lines().count()).as(path).isLessThanOrEqualTo(MAX_LINES));
  }

  @Test
  void testsWaitForWhatTheyExpectRatherThanForTime() {
    assertThat(Code.sources(".java").entrySet())
        .filteredOn(source -> source.getKey().contains("src/test/"))
        .filteredOn(source -> source.getValue().contains("Thread" + ".sleep("))
        .extracting(Map.Entry::getKey)
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "kernel, kernel",
    "platform/accounts, accounts",
    "platform/analytics, analytics",
    "products/attribution, attribution",
    "server, none",
  })
  void aModulesStatementsNameNoOtherModulesTables(String folder, String schema) {
    var foreign = new ArrayList<String>();
    var sources = Code.sources(".java");
    sources.putAll(Code.sources(".sql"));
    sources.forEach(
        (path, text) -> {
          if (path.startsWith(folder + "/src/main/")) {
            TABLE
                .matcher(statements(path, text))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.equals(schema) && !COMMON.contains(name))
                .filter(name -> SCHEMAS.contains(name))
                .forEach(name -> foreign.add(path + " reads the schema " + name));
          }
        });
    assertThat(foreign).isEmpty();
  }

  private static final List<String> SCHEMAS =
      List.of("kernel", "accounts", "analytics", "attribution");

  /** What stands in string literals, or all of a script; imports look like tables otherwise. */
  private static String statements(String path, String text) {
    return path.endsWith(".sql")
        ? text
        : Pattern.compile("\"\"\".*?\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"", Pattern.DOTALL)
            .matcher(text)
            .results()
            .map(java.util.regex.MatchResult::group)
            .reduce("", (all, literal) -> all + "\n" + literal);
  }
}
