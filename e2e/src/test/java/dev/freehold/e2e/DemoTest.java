package dev.freehold.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody meets who tries Freehold for the first time, and for the second. */
class DemoTest {

  private static final List<String> MODELS =
      List.of("first_touch", "last_touch", "linear", "time_decay", "position_based");
  private static final Pattern HALF_WAY = Pattern.compile("sending acme .*[1-9]");

  @Test
  void itPrintsTheCreditUnderFiveModelsForBothTenants() {
    var output = Program.demo().output();
    assertThat(output)
        .contains(
            "Acme Shoes: conversions per campaign", "Globex Travel: conversions per campaign");
    assertThat(tables(output)).hasSize(2).allSatisfy(DemoTest::addsUp);
  }

  /** Eight campaigns and what came by itself; every model hands out the same total. */
  private static void addsUp(List<String> table) {
    assertThat(table.getFirst().split(" +")).startsWith("campaign").containsAll(MODELS);
    assertThat(table).hasSize(1 + 9 + 1);
    var totals = List.of(table.getLast().split(" +"));
    assertThat(totals.getFirst()).isEqualTo("total");
    assertThat(totals.subList(1, 6)).containsOnly(totals.get(1));
    assertThat(Double.parseDouble(totals.get(1))).isGreaterThan(1_000);
  }

  @Test
  void itWritesDownHowToSignIn() throws Exception {
    var program = Program.demo();
    var description = program.description();
    assertThat(description.url()).isEqualTo(program.url());
    assertThat(description.operator().email()).isEqualTo("operator@demo.example");
    assertThat(description.operator().password()).isNotBlank();
    assertThat(description.tenants())
        .extracting(DemoFile.Tenant::slug, DemoFile.Tenant::email)
        .containsExactly(
            tuple("acme", "owner@acme.example"), tuple("globex", "owner@globex.example"));
    assertThat(Files.getPosixFilePermissions(program.data().resolve("demo.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void theTableIsWhatTheApiSays() {
    var program = Program.demo();
    var tenants = program.description().tenants();
    var tables = tables(program.output());
    assertThat(program.acme().conversions(tenants.getFirst().appId()))
        .isEqualTo(total(tables.getFirst()));
    assertThat(program.globex().conversions(tenants.getLast().appId()))
        .isEqualTo(total(tables.getLast()));
  }

  @Test
  void theSecondStartFindsEverythingAndSendsNothing(@TempDir Path folder) {
    var data = folder.resolve("data");
    List<List<String>> tables;
    DemoFile before;
    try (var first = Program.demo(data).ready()) {
      tables = tables(first.output());
      before = first.description();
      assertThat(first.stop()).isIn(0, 143);
      assertThat(first.postgres()).isEmpty();
    }
    try (var second = Program.demo(data).ready()) {
      assertThat(second.output()).doesNotContain("sending");
      assertThat(tables(second.output())).isEqualTo(tables);
      assertThat(second.description().tenants()).isEqualTo(before.tenants());
      assertThat(second.acme().conversions(before.tenants().getFirst().appId()))
          .isEqualTo(total(tables.getFirst()));
    }
  }

  @Test
  void aDemoKilledWhileSendingIsCompletedByTheNext(@TempDir Path folder) {
    var data = folder.resolve("data");
    var killed = Program.demo(data);
    killed.awaitOutput(HALF_WAY);
    killed.kill();
    assertThat(killed.output()).doesNotContain("ready http");
    try (var next = Program.demo(data).ready()) {
      assertThat(totals(next)).isEqualTo(totals(Program.demo()));
      assertThat(tables(next.output())).hasSize(2).allSatisfy(DemoTest::addsUp);
    }
  }

  private static List<Long> totals(Program program) {
    return tables(program.output()).stream().map(DemoTest::total).toList();
  }

  private static long total(List<String> table) {
    return (long) Double.parseDouble(table.getLast().split(" +")[1]);
  }

  /** The lines of each printed table, from the names of the models to the total. */
  private static List<List<String>> tables(String output) {
    return Pattern.compile("^campaign .*?^total [^\n]*", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(output)
        .results()
        .map(table -> table.group().lines().toList())
        .toList();
  }
}
