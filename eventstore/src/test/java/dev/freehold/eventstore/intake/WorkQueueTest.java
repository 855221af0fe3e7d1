package dev.freehold.eventstore.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who waits how long, and who is told that there is no room. */
class WorkQueueTest {

  private static final UUID QUIET = new UUID(1, 1);
  private static final int MOST = 100_000;
  private static final int GROUP = 20_000;
  private static final int ROW_BYTES = 100;

  /** So many rows of a tenant. */
  private record Rows(UUID tenant, int count, boolean isQuick, CompletableFuture<Void> failed)
      implements Queued {

    static Rows of(UUID tenant, int count) {
      return new Rows(tenant, count, false, new CompletableFuture<>());
    }

    static Rows quick(UUID tenant, int count) {
      return new Rows(tenant, count, true, new CompletableFuture<>());
    }

    @Override
    public UUID queuedTenant() {
      return tenant;
    }

    @Override
    public int queuedRows() {
      return count;
    }

    @Override
    public long queuedBytes() {
      return (long) count * ROW_BYTES;
    }

    @Override
    public void fail(RuntimeException cause) {
      failed.complete(null);
    }

    boolean isRefused() {
      return failed.isDone();
    }
  }

  private final WorkQueue<Rows> queue = queue(MOST, 1L << 40);

  private static WorkQueue<Rows> queue(int rows, long bytes) {
    return new WorkQueue<>(rows, bytes, GROUP, Rows.of(Queued.NOBODY, 0));
  }

  private static UUID flooder(int number) {
    return new UUID(2, number);
  }

  /** Whether the queue took a batch of so many rows. */
  private boolean add(UUID tenant, int rows) {
    var batch = Rows.of(tenant, rows);
    queue.add(batch);
    return !batch.isRefused();
  }

  private int flood(UUID tenant, int rows) {
    int taken = 0;
    while (add(tenant, rows)) {
      taken += rows;
    }
    return taken;
  }

  private List<UUID> take() throws InterruptedException {
    return queue.take(0).stream().map(Rows::tenant).toList();
  }

  @Test
  void aTenantThatFloodsLeavesRoomForOthers() {
    assertThat(flood(flooder(0), 1_000)).isEqualTo(38_000);
    assertThat(flood(flooder(1), 1_000)).isEqualTo(19_000);
    assertThat(queue.isFull()).isFalse();
  }

  @Test
  void aQuietTenantIsNeverRefusedHoweverManyFlood() throws InterruptedException {
    for (int flooders = 1; flooders <= 20; flooders++) {
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < flooders; i++) {
          flood(flooder(i), 1_000);
        }
        assertThat(add(QUIET, 100)).as("%d flooders", flooders).isTrue();
        assertThat(take()).contains(QUIET);
      }
    }
  }

  @Test
  void aQuietTenantsRowsAreInTheNextGroup() throws InterruptedException {
    flood(flooder(0), 1_000);
    flood(flooder(1), 10_000);
    add(QUIET, 1);
    add(QUIET, 1);
    var group = take();
    assertThat(group).filteredOn(QUIET::equals).hasSize(2);
    assertThat(group).contains(flooder(0), flooder(1));
  }

  @Test
  void theTenantsTakeTurns() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      for (int batch = 0; batch < 10; batch++) {
        add(flooder(i), 1_000);
      }
    }
    var expected = IntStream.range(0, 20).mapToObj(i -> flooder(i % 3)).toList();
    assertThat(take()).isEqualTo(expected);
    assertThat(take()).hasSize(10).startsWith(flooder(2), flooder(0));
    assertThat(take()).isEmpty();
  }

  @Test
  void whoHadNothingWaitingComesFirstButNotAlone() throws InterruptedException {
    flood(flooder(0), 10_000);
    assertThat(take()).containsExactly(flooder(0), flooder(0));
    add(QUIET, 1);
    assertThat(take()).startsWith(QUIET, flooder(0));
    flood(flooder(0), 10_000);
    for (int i = 1; i <= 15; i++) {
      add(flooder(i), 1_000);
    }
    assertThat(take()).contains(flooder(0), flooder(1), flooder(10)).doesNotContain(flooder(15));
  }

  @Test
  void aTenantsBatchesStayInTheirOrder() throws InterruptedException {
    var batches = IntStream.range(0, 50).mapToObj(_ -> Rows.of(QUIET, 7)).toList();
    batches.forEach(queue::add);
    assertThat(queue.take(0)).isEqualTo(batches);
  }

  @Test
  void aBatchBeyondEveryBoundPassesAlone() throws InterruptedException {
    var small = queue(10, 1L << 40);
    var large = Rows.of(QUIET, 11);
    small.add(large);
    assertThat(small.isFull()).isTrue();
    var next = Rows.of(flooder(0), 1);
    small.add(next);
    assertThat(next.isRefused()).isTrue();
    assertThat(small.take(0)).containsExactly(large);
    assertThat(small.isFull()).isFalse();
  }

  @Test
  void memoryIsBoundedByBytesToo() {
    var narrow = queue(MOST, 8 * 100 * ROW_BYTES);
    var batches = IntStream.range(0, 8).mapToObj(_ -> Rows.of(QUIET, 100)).toList();
    batches.forEach(narrow::add);
    assertThat(batches).filteredOn(batch -> !batch.isRefused()).hasSize(3);
  }

  @Test
  void aClosedQueueTakesNothingAndFailsWhatWaits() {
    var waiting = Rows.of(QUIET, 1);
    queue.add(waiting);
    queue.close();
    assertThat(add(QUIET, 1)).isFalse();
    queue.failAll();
    assertThat(waiting.isRefused()).isTrue();
  }

  @Test
  void whatIsQuickDoesNotWaitForTheRest() throws InterruptedException {
    queue.add(Rows.of(flooder(1), 5_000));
    queue.add(Rows.quick(QUIET, 1));
    var quickAlone =
        new Gate() {
          @Override
          public boolean takesQuick() {
            return true;
          }

          @Override
          public boolean takesRest(long rows) {
            return rows > 5_000;
          }
        };

    assertThat(queue.take(0, quickAlone)).extracting(Rows::tenant).containsExactly(QUIET);
    assertThat(queue.take(0, quickAlone)).isEmpty();
    assertThat(queue.waitingRows()).isEqualTo(5_000);
    queue.add(Rows.of(flooder(1), 1));
    assertThat(queue.take(0, quickAlone)).hasSize(2);
    assertThat(queue.waitingRows()).isZero();
  }
}
