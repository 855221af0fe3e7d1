package dev.freehold.server.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the server is started so that it does not run as root, which PostgreSQL refuses.
 *
 * @param owner the user who must own the files, empty when their owner stays
 * @param prefix the words before the server's own command, none for an ordinary user
 */
record ServerAccount(String owner, List<String> prefix) {

  private static final Logger log = LoggerFactory.getLogger(ServerAccount.class);

  /** Takes over when root owns the directory; an operator picks another by chown. */
  private static final String FALLBACK_USER = "nobody";

  /** Says the version, but only when it does not run as root. */
  private static final String PROBE = "test \"$(id -u)\" != 0 && exec \"$0\" --version";

  static ServerAccount choose(PostgresDirectory directory, PostgresBinaries binaries)
      throws IOException, InterruptedException {
    return choose(directory, binaries, candidates(directory));
  }

  static ServerAccount choose(
      PostgresDirectory directory, PostgresBinaries binaries, List<ServerAccount> candidates)
      throws InterruptedException, IOException {
    var answers = new ArrayList<String>();
    for (var account : candidates) {
      account.takeOver(directory, binaries);
      var answer =
          Command.run(
              directory.root(),
              account.command(List.of("sh", "-c", PROBE, binaries.server().toString())));
      if (answer.succeeded()) {
        return account;
      }
      answers.add(
          account.prefix.isEmpty()
              ? answer.output()
              : account.prefix.getFirst() + ": " + answer.output());
    }
    throw new PostgresStartFailed(
        "PostgreSQL does not run here ("
            + String.join("; ", answers)
            + "): start Freehold as an ordinary user who owns "
            + directory.root()
            + ", or point it at a PostgreSQL server of your own.");
  }

  List<String> command(List<String> words) {
    var command = new ArrayList<>(prefix);
    command.addAll(words);
    return command;
  }

  private static List<ServerAccount> candidates(PostgresDirectory directory)
      throws IOException, InterruptedException {
    if (!isRoot(directory)) {
      return List.of(new ServerAccount("", List.of()));
    }
    var owner = Files.getOwner(directory.root()).getName();
    return asRoot(directory, owner.equals("root") ? FALLBACK_USER : owner);
  }

  /** In the order of preference: the first keeps root as the owner of the files. */
  static List<ServerAccount> asRoot(PostgresDirectory directory, String user)
      throws InterruptedException {
    var group = Command.run(directory.root(), List.of("id", "-g", user)).output();
    return List.of(
        new ServerAccount("", List.of("unshare", "--user")),
        new ServerAccount(
            user,
            List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups", "--")),
        new ServerAccount(user, List.of("runuser", "-u", user, "--")));
  }

  private static boolean isRoot(PostgresDirectory directory) throws InterruptedException {
    return Command.run(directory.root(), List.of("id", "-u")).output().equals("0");
  }

  private void takeOver(PostgresDirectory directory, PostgresBinaries binaries)
      throws IOException, InterruptedException {
    if (owner.isEmpty() || Files.getOwner(binaries.home()).getName().equals(owner)) {
      return;
    }
    log.warn("PostgreSQL cannot run as root: {} now belongs to {}", directory.root(), owner);
    Command.run(directory.root(), List.of("chown", "-R", owner, directory.root().toString()));
  }
}
