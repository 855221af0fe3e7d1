package dev.freehold.server;

import dev.freehold.kernel.db.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** One run of the command line, and the server it speaks to. */
record CommandRun(int status, String output, String errors) {

  static synchronized CommandRun of(String... arguments) {
    var output = new ByteArrayOutputStream();
    var errors = new StringWriter();
    var console = System.out;
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      var status =
          Freehold.commandLine()
              .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
              .setErr(new PrintWriter(errors, true))
              .execute(arguments);
      return new CommandRun(status, output.toString(StandardCharsets.UTF_8), errors.toString());
    } finally {
      System.setOut(console);
    }
  }

  /** The settings of a server whose data is in a folder. */
  static Path settings(Path folder, TestDatabase database) throws IOException {
    var where = database.settings();
    return Files.writeString(
        folder.resolve("freehold.properties"),
        """
        freehold.data=%s
        freehold.database.url=%s
        freehold.database.owner-url=%s
        freehold.database.application.user=%s
        freehold.database.application.password=%s
        freehold.database.platform.user=%s
        freehold.database.platform.password=%s
        freehold.database.owner.user=%s
        freehold.database.owner.password=%s
        server.port=0
        management.server.port=0
        logging.structured.format.console=
        logging.level.root=warn
        """
            .formatted(
                folder.resolve("data"),
                where.url(),
                where.ownerUrl(),
                where.application().user(),
                where.application().password(),
                where.platform().user(),
                where.platform().password(),
                where.owner().user(),
                where.owner().password()));
  }

  static RunningServer start(Path config) {
    return RunningServer.start(
        Map.of("spring.config.additional-location", config.toUri().toString()));
  }
}
