package dev.freehold.server.control;

import dev.freehold.kernel.secrets.MasterKey;
import java.util.List;
import java.util.function.Consumer;

/** Changes the master key and says which one it is. */
public final class SecretOrders implements Orders {

  private final MasterKey masterKey;

  public SecretOrders(MasterKey masterKey) {
    this.masterKey = masterKey;
  }

  @Override
  public boolean run(List<String> order, Consumer<String> say) {
    switch (order.getFirst()) {
      case "status" -> {
        var now = masterKey.status();
        say.accept("master key %d wraps the data keys since %s".formatted(now.id(), now.since()));
      }
      case "rotate" -> {
        var done = masterKey.rotate();
        say.accept(
            "master key %d wraps the data keys now, %d did before"
                .formatted(done.now().id(), done.before().id()));
        say.accept("copy %s to the other nodes, if there are any".formatted(masterKey.path()));
        say.accept(
            "backups of the database from before are opened by the old key: keep %s with them and delete it here"
                .formatted(done.kept()));
      }
      default -> throw new IllegalArgumentException("no such order: " + order.getFirst());
    }
    return true;
  }
}
