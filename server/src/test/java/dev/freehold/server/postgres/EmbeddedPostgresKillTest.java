package dev.freehold.server.postgres;

import static dev.freehold.server.postgres.Processes.await;
import static dev.freehold.server.postgres.Processes.runs;
import static dev.freehold.server.postgres.Sql.answers;
import static dev.freehold.server.postgres.Sql.execute;
import static dev.freehold.server.postgres.Sql.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EmbeddedPostgresKillTest {

  @TempDir private static Path directory;

  @Test
  void twoProgramsCannotShareADirectory() throws Exception {
    try (var program = Program.start(directory)) {
      program.awaitCommits(1);
      assertThatThrownBy(() -> EmbeddedPostgres.start(directory))
          .isInstanceOf(PostgresStartFailed.class)
          .hasMessageContaining("in use by another Freehold (process " + program.process().pid());
    }
  }

  @Test
  void aKilledProgramLosesNothingAndBlocksNothing() throws Exception {
    int acknowledged;
    try (var program = Program.start(directory)) {
      program.awaitCommits(50);
      acknowledged = program.kill();
    }
    try (var postgres = EmbeddedPostgres.start(directory)) {
      assertThat(query(postgres, "select count(*) from committed where number <= " + acknowledged))
          .isEqualTo(Integer.toString(acknowledged));
    }
  }

  @Test
  void aKilledProgramTakesItsServerWithIt() throws Exception {
    ProcessHandle server;
    try (var program = Program.start(directory)) {
      program.awaitCommits(1);
      server = Processes.server(directory);
      program.kill();
    }
    await(() -> !runs(server));
  }

  @Test
  void aServerThatOutlivedItsProgramIsStoppedAtTheNextStart() throws Exception {
    ProcessHandle server;
    try (var program = Program.start(directory)) {
      program.awaitCommits(1);
      server = Processes.server(directory);
      abandon(server);
      program.kill();
    }
    try (var postgres = EmbeddedPostgres.start(directory)) {
      assertThat(runs(server)).isFalse();
      assertThat(query(postgres, "select count(*) > 0 from committed")).isEqualTo("t");
    }
  }

  @Test
  void aProcessFileThatNamesAStrangerHarmsNobody() throws Exception {
    EmbeddedPostgres.start(directory).close();
    var stranger = new ProcessBuilder("sleep", "600").start();
    try {
      writeProcessFile(stranger.pid());
      try (var postgres = EmbeddedPostgres.start(directory)) {
        assertThat(query(postgres, "select 1")).isEqualTo("1");
      }
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aServerOfAnotherInstallationIsNeverPushedAside() throws Exception {
    EmbeddedPostgres.start(directory).close();
    var data = directory.toRealPath().resolve("data");
    var other = new ProcessBuilder("sleep", "600").directory(data.toFile()).start();
    try {
      writeProcessFile(other.pid());
      assertThatThrownBy(() -> EmbeddedPostgres.start(directory))
          .isInstanceOf(PostgresStartFailed.class)
          .hasMessageContaining("Another PostgreSQL (process " + other.pid());
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly().waitFor();
    }
    EmbeddedPostgres.start(directory).close();
  }

  @Test
  void aKilledServerComesBackOnItsPort() throws Exception {
    try (var postgres = EmbeddedPostgres.start(directory)) {
      execute(postgres, "create table before_the_kill as select 1 as one");
      for (var round = 0; round < 2; round++) {
        var killed = Processes.server(directory);
        killed.destroyForcibly();
        await(() -> !runs(killed));
        await(() -> answers(postgres));
        assertThat(Processes.server(directory).pid()).isNotEqualTo(killed.pid());
        assertThat(query(postgres, "select one from before_the_kill")).isEqualTo("1");
      }
    }
  }

  /** Kills the shell that would stop the server, and the part of it that listens. */
  private static void abandon(ProcessHandle server) {
    var supervisor = server.parent().orElseThrow();
    var listener = supervisor.children().filter(child -> child.pid() != server.pid()).toList();
    listener.forEach(ProcessHandle::destroyForcibly);
    supervisor.destroyForcibly();
  }

  private static void writeProcessFile(long processId) throws IOException {
    var data = directory.toRealPath().resolve("data");
    Files.writeString(
        data.resolve("postmaster.pid"),
        processId + "\n" + data + "\n1\n5432\n\n127.0.0.1\n0 0\nready\n");
  }
}
