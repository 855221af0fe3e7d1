package dev.freehold.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Looks after the key under which secrets are kept, while the server runs or not. */
@Command(
    name = "secrets",
    description = "change the master key that secrets are kept under",
    subcommands = {picocli.CommandLine.HelpCommand.class},
    mixinStandardHelpOptions = true)
final class SecretsCommand implements Runnable {

  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "the folder of the server; default ./data")
  private @Nullable Path data;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "say what to do: rotate or status");
  }

  @Command(name = "rotate", description = "make a new master key; secrets stay in use")
  int rotate() throws IOException {
    return options.order(data, "secrets", "rotate");
  }

  @Command(name = "status", description = "say which master key is in use, and since when")
  int status() throws IOException {
    return options.order(data, "secrets", "status");
  }
}
