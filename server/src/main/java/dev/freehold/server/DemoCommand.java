package dev.freehold.server;

import dev.freehold.accounts.keys.ApiKeys;
import dev.freehold.accounts.sessions.SignUps;
import dev.freehold.analytics.customers.CustomerWeeks;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.server.demo.Demo;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts Freehold with two tenants and thirty days of their data. */
@Command(
    name = "demo",
    description = "try it: two tenants, thirty days of journeys, the console",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data/demo",
      description = "where data is kept; default ${DEFAULT-VALUE}")
  private Path data = Path.of("data/demo");

  @Override
  public Integer call() throws InterruptedException {
    System.out.println("starting PostgreSQL, the event store and the server…");
    try (var server = RunningServer.start(options.demoProperties(data))) {
      var demo =
          new Demo(
              server.bean(SignUps.class),
              server.bean(ApiKeys.class),
              server.bean(Permissions.class),
              Operator::randomPassword,
              System.out,
              System.console() != null && System.console().isTerminal());
      demo.prepare(data.toAbsolutePath().normalize(), server.url());
      // The first round of upkeep found nothing yet; the operator need not wait for the next.
      server.bean(CustomerWeeks.class).run();
      System.out.println("ready " + server.url());
      server.await();
    }
    return 0;
  }
}
