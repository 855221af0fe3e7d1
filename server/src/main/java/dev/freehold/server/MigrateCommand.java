package dev.freehold.server;

import dev.freehold.kernel.db.DatabaseSettings;
import dev.freehold.kernel.db.Databases;
import dev.freehold.kernel.db.Migrator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** Looks after the database schema. */
@Command(
    name = "migrate",
    description = "bring the database schema up or down, or write a new migration",
    subcommands = {picocli.CommandLine.HelpCommand.class},
    mixinStandardHelpOptions = true)
final class MigrateCommand implements Runnable {

  private static final String TEMPLATE =
      """
      -- // %s

      -- //@UNDO

      """;

  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "where the embedded database is; default ./data")
  private @Nullable Path data;

  @picocli.CommandLine.Spec private picocli.CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(),
        "say what to do: up, down N, status or new NAME");
  }

  @Command(name = "up", description = "apply every migration that is missing")
  void up() {
    with(Migrator::up);
    status();
  }

  @Command(name = "down", description = "undo the last N migrations")
  void down(@Parameters(paramLabel = "N", description = "how many") int steps) {
    with(migrator -> migrator.down(steps));
    status();
  }

  @Command(name = "status", description = "list the migrations and when they were applied")
  void status() {
    with(
        migrator ->
            migrator
                .status()
                .forEach(
                    change ->
                        System.out.printf(
                            "%s  %-19s  %s%n",
                            change.getId(),
                            change.getAppliedTimestamp() == null
                                ? "pending"
                                : change.getAppliedTimestamp(),
                            change.getDescription())));
  }

  @Command(name = "new", description = "write an empty migration into a module's folder")
  void create(
      @Parameters(paramLabel = "NAME", description = "for instance attribution_link_notes")
          String name,
      @Option(
              names = "--into",
              paramLabel = "DIR",
              defaultValue = ".",
              description = "the folder; default the current one")
          Path folder)
      throws IOException {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException(
          "a migration's name has lower-case letters, digits and _, for instance"
              + " attribution_link_notes");
    }
    var stamp =
        DateTimeFormatter.ofPattern("yyyyMMddHHmm").format(LocalDateTime.now(ZoneOffset.UTC));
    var file = folder.resolve(stamp + "_" + name + ".sql");
    Files.writeString(file, TEMPLATE.formatted(name.replace('_', ' ')));
    System.out.println(file);
  }

  private void with(Consumer<Migrator> work) {
    var environment = RunningServer.environment(options.properties(data));
    try (var stores = EmbeddedStores.start(environment)) {
      environment.getPropertySources().addFirst(new MapPropertySource("stores", stores.settings()));
      var settings =
          Binder.get(environment).bind("freehold.database", DatabaseSettings.class).get();
      try (var databases = new Databases(settings)) {
        work.accept(new Migrator(databases.owner()));
      }
    }
  }
}
