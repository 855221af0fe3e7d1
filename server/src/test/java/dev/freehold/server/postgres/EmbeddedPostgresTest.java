package dev.freehold.server.postgres;

import static dev.freehold.server.postgres.Processes.runs;
import static dev.freehold.server.postgres.Sql.execute;
import static dev.freehold.server.postgres.Sql.query;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EmbeddedPostgresTest {

  /** Shared, since laying a directory out costs more than all the rest. */
  @TempDir private static Path directory;

  @Test
  void aSecondStartFindsTheDataOfTheFirst() throws SQLException {
    try (var first = EmbeddedPostgres.start(directory)) {
      execute(first, "create table kept as select 'größe' as word");
    }
    try (var second = EmbeddedPostgres.start(directory)) {
      assertThat(query(second, "select upper(word) from kept")).isEqualTo("GRÖßE");
    }
  }

  @Test
  void whatIsCommittedIsOnDisk() throws SQLException {
    try (var postgres = EmbeddedPostgres.start(directory)) {
      for (var setting :
          List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
        assertThat(query(postgres, "show " + setting)).as(setting).isEqualTo("on");
      }
    }
  }

  @Test
  void aServerThatCouldLoseConfirmedWritesIsRefused(@TempDir Path fresh) throws SQLException {
    try (var postgres = EmbeddedPostgres.start(fresh)) {
      execute(postgres, "alter system set fsync = off");
      execute(postgres, "alter system set full_page_writes = off");
    }
    try (var postgres = EmbeddedPostgres.start(fresh)) {
      assertThat(query(postgres, "show fsync")).isEqualTo("on");
      assertThat(query(postgres, "show full_page_writes")).isEqualTo("on");
      execute(postgres, "alter database postgres set synchronous_commit = off");
    }
    assertThatThrownBy(() -> EmbeddedPostgres.start(fresh))
        .isInstanceOf(PostgresStartFailed.class)
        .hasMessageContaining("synchronous_commit off")
        .hasMessageContaining("--single");
    assertThat(fresh.resolve("data/postmaster.pid")).doesNotExist();
  }

  @Test
  void trigramsKnowLettersBeyondAscii() throws SQLException {
    try (var postgres = EmbeddedPostgres.start(directory)) {
      execute(postgres, "create extension if not exists pg_trgm");
      assertThat(query(postgres, "select similarity('Größe', 'größe')")).isEqualTo("1");
      assertThat(query(postgres, "select array_length(show_trgm('мир'), 1)")).isEqualTo("4");
    }
  }

  @Test
  void nobodyEntersWithoutThePassword() {
    try (var postgres = EmbeddedPostgres.start(directory)) {
      assertThatThrownBy(
              () ->
                  DriverManager.getConnection(
                          postgres.jdbcUrl("postgres"), postgres.superuser(), "guessed")
                      .close())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void onlyTheOwnerReadsTheDirectoryAndThePassword() throws IOException {
    try (var postgres = EmbeddedPostgres.start(directory)) {
      var password = directory.resolve("password");
      assertThat(Files.readString(password, UTF_8)).isEqualTo(postgres.password());
      assertThat(permissions(password)).isEqualTo("rw-------");
      assertThat(permissions(directory)).isEqualTo("rwx------");
    }
  }

  @Test
  void aSecondStartInTheSameProgramIsRefusedAndTheFirstGoesOn() throws SQLException {
    try (var postgres = EmbeddedPostgres.start(directory)) {
      for (var attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> EmbeddedPostgres.start(directory))
            .isInstanceOf(PostgresStartFailed.class)
            .hasMessageContaining("in use by another Freehold")
            .hasMessageNotContaining("\n");
      }
      assertThat(query(postgres, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void closingTwiceStopsOnce() throws IOException {
    var postgres = EmbeddedPostgres.start(directory);
    var server = Processes.server(directory);
    postgres.close();
    postgres.close();
    assertThat(runs(server)).isFalse();
    assertThat(directory.resolve("data/postmaster.pid")).doesNotExist();
  }

  @Test
  void aFirstStartThatWasKilledIsBegunAgain(@TempDir Path fresh) throws Exception {
    Files.createDirectories(fresh.resolve("unpacking/bin"));
    Files.writeString(fresh.resolve("unpacking/bin/postgres"), "half a program");
    Files.createDirectories(fresh.resolve("initializing/base"));
    Files.writeString(fresh.resolve("password"), "kept");
    try (var postgres = EmbeddedPostgres.start(fresh)) {
      assertThat(postgres.password()).isEqualTo("kept");
      assertThat(query(postgres, "select 1")).isEqualTo("1");
    }
    assertThat(fresh.resolve("unpacking")).doesNotExist();
    assertThat(fresh.resolve("initializing")).doesNotExist();
  }

  @Test
  void aLostPasswordIsNamed(@TempDir Path fresh) throws IOException {
    Files.createDirectories(fresh.resolve("data"));
    assertThatThrownBy(() -> EmbeddedPostgres.start(fresh))
        .isInstanceOf(PostgresStartFailed.class)
        .hasMessageContaining("password is missing");
  }

  @Test
  void aPlatformWithoutBinariesIsNamed() {
    assertThatThrownBy(() -> PostgresBinaries.archive("Plan 9", "mips"))
        .isInstanceOf(PostgresStartFailed.class)
        .hasMessageContaining("no PostgreSQL for Plan 9 mips");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
