package dev.freehold.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * Looks after the event store. A server that runs on the data folder does what is asked; where none
 * does, one is started for as long as it takes, on a port of this machine alone.
 */
@Command(
    name = "events",
    description = "move events to another store, take a tenant's out or in, prove their sums",
    subcommands = {picocli.CommandLine.HelpCommand.class},
    mixinStandardHelpOptions = true)
final class EventsCommand implements Runnable {

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
        Objects.requireNonNull(spec).commandLine(),
        "say what to do: move, cancel, status, export, import or reconcile");
  }

  @Command(
      name = "move",
      description = "copy all events to another store while they are in use, and go on there")
  int move(
      @Option(
              names = "--to",
              paramLabel = "URL",
              required = true,
              description = "clickhouse://user:password@host:port/database, or duckdb:DIR")
          String to)
      throws IOException {
    return order("move", to);
  }

  @Command(name = "cancel", description = "give a move up; events stay where they are")
  int cancel() throws IOException {
    return order("cancel");
  }

  @Command(name = "status", description = "say whether events are being moved, and how far")
  int status() throws IOException {
    return order("status");
  }

  @Command(name = "export", description = "write a tenant's events to Parquet files")
  int export(
      @Option(names = "--tenant", paramLabel = "ID", required = true) UUID tenant,
      @Option(
              names = "--to",
              paramLabel = "DIR",
              required = true,
              description = "an empty folder on the server's machine")
          Path folder)
      throws IOException {
    return order("export", tenant.toString(), folder.toAbsolutePath().normalize().toString());
  }

  @Command(name = "import", description = "read a tenant's events from such files")
  int importTenant(
      @Option(
              names = "--tenant",
              paramLabel = "ID",
              required = true,
              description = "a tenant that has no events yet")
          UUID tenant,
      @Option(names = "--from", paramLabel = "DIR", required = true) Path folder)
      throws IOException {
    return order("import", tenant.toString(), folder.toAbsolutePath().normalize().toString());
  }

  @Command(name = "reconcile", description = "compare all sums with the events they are made of")
  int reconcile(
      @Option(
              names = "--tenant",
              paramLabel = "ID",
              description = "only this one's; default all tenants'")
          @Nullable UUID tenant)
      throws IOException {
    return tenant == null ? order("reconcile") : order("reconcile", tenant.toString());
  }

  private int order(String... words) throws IOException {
    return options.order(data, "events", words);
  }
}
