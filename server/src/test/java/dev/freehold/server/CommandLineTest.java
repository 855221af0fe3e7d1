package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line, as an operator meets it. */
class CommandLineTest {

  @TempDir private Path folder;

  @Test
  void helpListsTheCommands() {
    var help = CommandRun.of("--help");
    assertThat(help.status()).isZero();
    assertThat(help.output()).contains("demo", "serve", "migrate", "Usage: freehold");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "serve", "migrate"})
  void aCommandExplainsItsOptions(String command) {
    var help = CommandRun.of(command, "--help");
    assertThat(help.status()).isZero();
    assertThat(help.output()).contains("Usage: freehold " + command, "--data=DIR", "--config=FILE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fly", "serve --fly", "migrate", "migrate down", "migrate down many"})
  void whatIsNotUnderstoodEndsWithTwoAndTheUsage(String line) {
    var ran = CommandRun.of(line.split(" "));
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.errors()).contains("Usage: freehold");
    assertThat(ran.output()).isEmpty();
  }

  @Test
  void migrationsGoUpDownAndAreListed() throws IOException {
    try (var database = TestDatabase.empty()) {
      var config = "--config=" + CommandRun.settings(folder, database);
      assertThat(CommandRun.of("migrate", config, "status").output())
          .contains("pending", "kernel foundation")
          .doesNotContainPattern("\\d{4}-\\d{2}-\\d{2}");
      assertThat(CommandRun.of("migrate", config, "up").output()).doesNotContain("pending");
      var down = CommandRun.of("migrate", config, "down", "1");
      assertThat(down.status()).as(down.errors()).isZero();
      assertThat(down.output().lines().filter(line -> line.contains("pending"))).hasSize(1);
      assertThat(CommandRun.of("migrate", config, "up").output()).doesNotContain("pending");
    }
  }

  @Test
  void aNewMigrationIsWrittenWithItsUndo() throws IOException {
    var ran =
        CommandRun.of("migrate", "new", "attribution_link_notes", "--into", folder.toString());
    assertThat(ran.status()).as(ran.errors()).isZero();
    var file = Path.of(ran.output().strip());
    assertThat(file.getFileName().toString()).matches("\\d{12}_attribution_link_notes\\.sql");
    assertThat(file).content().contains("-- // attribution link notes", "-- //@UNDO");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Link", "link-notes", "../link"})
  void aMigrationsNameIsChecked(String name) {
    var ran = CommandRun.of("migrate", "new", name, "--into", folder.toString());
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.errors().strip()).startsWith("freehold: a migration's name has").hasLineCount(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anErrorIsOneLineThatSaysWhatIsWrong() throws IOException {
    var config =
        Files.writeString(
            folder.resolve("wrong.properties"),
            """
            freehold.database.url=jdbc:postgresql://localhost:1/nothing
            freehold.database.owner-url=jdbc:postgresql://localhost:1/nothing
            freehold.database.owner.user=nobody
            freehold.database.owner.password=nothing
            freehold.database.application.user=nobody
            freehold.database.application.password=nothing
            freehold.database.platform.user=nobody
            freehold.database.platform.password=nothing
            """);
    var ran = CommandRun.of("migrate", "--config=" + config, "status");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.errors().strip()).startsWith("freehold: ").hasLineCount(1);
  }
}
