package dev.freehold.server;

import dev.freehold.accounts.sessions.SignUps;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts Freehold for real work and serves until it is told to stop. */
@Command(
    name = "serve",
    description = "run the server; its data lives in one folder unless settings say otherwise",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  @Mixin private ServerOptions options = new ServerOptions();

  @Option(names = "--data", paramLabel = "DIR", description = "where data is kept; default ./data")
  private @Nullable Path data;

  @Override
  public Integer call() throws InterruptedException {
    var server = RunningServer.start(options.properties(data));
    try (server) {
      var made = Operator.ensure(server.bean(SignUps.class));
      if (made != null) {
        System.out.printf(
            "first start: sign in as %s with the password %s, which is shown only now%n",
            made.email(), made.password());
      }
      System.out.println("ready " + server.url());
      server.await();
    }
    return 0;
  }
}
