package dev.freehold.server.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;

/** A program of its own, to be killed: it commits numbers and prints each committed one. */
record Program(Process process, BufferedReader output) implements AutoCloseable {

  public static void main(String[] arguments) throws Exception {
    var postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
    try (var connection =
            DriverManager.getConnection(
                postgres.jdbcUrl("postgres"), postgres.superuser(), postgres.password());
        var statement = connection.createStatement()) {
      statement.execute("drop table if exists committed");
      statement.execute("create table committed (number int primary key)");
      for (var number = 1; ; number++) {
        statement.execute("insert into committed values (" + number + ")");
        System.out.println("committed " + number);
      }
    }
  }

  static Program start(Path directory) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classPath = System.getProperty("java.class.path");
    var command =
        List.of(java, "-Xmx128m", "-cp", classPath, Program.class.getName(), directory.toString());
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new Program(
        process, new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)));
  }

  void awaitCommits(int count) throws IOException {
    while (lastCommit() < count) {
      assertThat(process.isAlive() || output.ready()).as("the program runs").isTrue();
    }
  }

  /** Ends it as a power cut would and returns the last number it had printed. */
  int kill() throws IOException, InterruptedException {
    // Not the process itself: it would close the output that is still to be read.
    process.toHandle().destroyForcibly();
    process.waitFor();
    var last = 0;
    for (var number = lastCommit(); number > 0; number = lastCommit()) {
      last = number;
    }
    return last;
  }

  private int lastCommit() throws IOException {
    var line = output.readLine();
    while (line != null && !line.startsWith("committed ")) {
      line = output.readLine();
    }
    return line == null ? 0 : Integer.parseInt(line.substring("committed ".length()));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    output.close();
  }
}
