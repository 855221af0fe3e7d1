package dev.freehold.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "freehold",
    description = "A multi-tenant backend that runs on one machine and on many.",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      MigrateCommand.class,
      EventsCommand.class,
      SecretsCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true)
public final class Freehold {

  private Freehold() {}

  public static void main(String[] arguments) {
    onlyWarnings();
    int status = commandLine().execute(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Until the settings say what to log, a person reads along. */
  private static void onlyWarnings() {
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.WARN);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Freehold())
        .setExecutionExceptionHandler(
            (exception, command, parsed) -> {
              command.getErr().println("freehold: " + reason(exception));
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  /** The innermost message, which names the cause; whole traces go to the log. */
  private static String reason(Throwable failure) {
    var message = failure.getMessage();
    for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      message = cause.getMessage() == null ? message : cause.getMessage();
    }
    return message == null ? failure.toString() : message;
  }
}
