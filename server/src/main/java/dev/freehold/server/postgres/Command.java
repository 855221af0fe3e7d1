package dev.freehold.server.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Short commands of the system and of PostgreSQL. */
final class Command {

  /** What a command printed, both streams together, and how it ended. */
  record Result(int exitCode, String output) {

    boolean succeeded() {
      return exitCode == 0;
    }
  }

  private Command() {}

  /** Runs a command to its end; one that does not exist counts as failed. */
  static Result run(Path workingDirectory, List<String> command) throws InterruptedException {
    Process process;
    try {
      process = builder(workingDirectory, command).redirectErrorStream(true).start();
    } catch (IOException missing) {
      return new Result(127, String.valueOf(missing.getMessage()));
    }
    try (var input = process.getOutputStream();
        var output = process.getInputStream()) {
      input.close();
      var text = new String(output.readAllBytes(), UTF_8);
      return new Result(process.waitFor(), text.strip());
    } catch (IOException cause) {
      return new Result(1, cause.toString());
    } finally {
      process.destroyForcibly();
    }
  }

  /** A builder free of the caller's PostgreSQL and language settings. */
  static ProcessBuilder builder(Path workingDirectory, List<String> command) {
    var builder = new ProcessBuilder(new ArrayList<>(command)).directory(workingDirectory.toFile());
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    environment.put("LC_ALL", "C");
    return builder;
  }
}
