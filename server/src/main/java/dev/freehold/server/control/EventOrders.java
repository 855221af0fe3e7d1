package dev.freehold.server.control;

import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.move.LiveStore;
import dev.freehold.eventstore.move.MoveStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Moves events, takes a tenant's out and in, and proves their sums. */
public final class EventOrders implements Orders {

  private static final long LOOK_NANOS = 250_000_000;

  /** Every time that an event may have. */
  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("2105-01-01T00:00:00Z");

  private final LiveStore store;
  private final List<Stream> streams;

  public EventOrders(LiveStore store, List<Stream> streams) {
    this.store = store;
    this.streams = List.copyOf(streams);
  }

  @Override
  public boolean run(List<String> order, Consumer<String> say) {
    return switch (order.getFirst()) {
      case "status" -> {
        say.accept(store.status().toString());
        yield true;
      }
      case "move" -> move(word(order, 1), say);
      case "cancel" -> {
        store.cancel();
        say.accept("cancelled; events stay where they are");
        yield true;
      }
      case "export" -> {
        long rows = store.exportTenant(tenant(order), Path.of(word(order, 2)));
        say.accept(rows + " rows were written");
        yield true;
      }
      case "import" -> {
        long rows = store.importTenant(tenant(order), Path.of(word(order, 2)));
        say.accept(rows + " rows were read");
        yield true;
      }
      case "reconcile" ->
          reconcile(order.size() == 1 ? store.tenants() : List.of(tenant(order)), say);
      default -> throw new IllegalArgumentException("no such order: " + order.getFirst());
    };
  }

  /** Says how it gets on until it ends; it goes on when nobody listens any more. */
  private boolean move(String to, Consumer<String> say) {
    store.move(to);
    var said = "";
    var status = store.status();
    while (status.running()) {
      var line = status.toString();
      if (!line.equals(said)) {
        say.accept(line);
        said = line;
      }
      LockSupport.parkNanos(LOOK_NANOS);
      status = store.status();
    }
    say.accept(status.toString());
    return isMoved(status);
  }

  private static boolean isMoved(MoveStatus status) {
    return status.step().equals("moved");
  }

  private boolean reconcile(Collection<UUID> tenants, Consumer<String> say) {
    var wrong = new ArrayList<String>();
    for (var tenant : new TreeSet<>(tenants)) {
      for (var stream : streams) {
        for (var one : store.reconcile(tenant, stream, EARLIEST, LATEST)) {
          wrong.add(tenant.toString());
          say.accept("tenant %s, stream %s: %s".formatted(tenant, stream.name(), one));
        }
      }
    }
    say.accept(
        "%d tenants, %d buckets that differ from their rows"
            .formatted(tenants.size(), wrong.size()));
    return wrong.isEmpty();
  }

  private static UUID tenant(List<String> order) {
    return UUID.fromString(word(order, 1));
  }

  private static String word(List<String> order, int at) {
    if (order.size() <= at) {
      throw new IllegalArgumentException("too few words: " + order);
    }
    return order.get(at);
  }
}
