package dev.freehold.eventstore.duckdb;

import static dev.freehold.eventstore.OpenedStore.ACME;
import static dev.freehold.eventstore.Visits.STREAM;
import static dev.freehold.eventstore.Visits.batch;
import static dev.freehold.eventstore.Visits.batchOf;
import static dev.freehold.eventstore.Visits.count;
import static dev.freehold.eventstore.Visits.ids;
import static dev.freehold.eventstore.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.OpenedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full for a while, on a small file system of the test's own. */
@Timeout(120)
class DuckDbFullDiskTest {

  private static final int DISK_BYTES = 48 << 20;
  private static final int BALLAST_BYTES = 32 << 20;
  private static final int ROWS = 500;
  private static final int PAGE_CHARACTERS = 1_000;

  @TempDir Path mount;
  private final Random random = new Random(7);
  private boolean mounted;

  @BeforeEach
  void mountSmallDisk() throws Exception {
    mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "freehold", mount.toString()) == 0;
    if (System.getenv("FREEHOLD_REQUIRE_ALL") == null) {
      assumeTrue(mounted, "mounting a small file system needs root: the full disk is not tested");
    }
    assertThat(mounted).as("a small file system could be mounted").isTrue();
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", mount.toString())).isZero();
    }
  }

  @Test
  void aFullDiskRefusesWholeBatchesAndTheStoreGoesOnWhenThereIsSpaceAgain() throws Exception {
    var dir = mount.resolve("store");
    var ballast = Files.write(mount.resolve("ballast"), new byte[BALLAST_BYTES]);
    int accepted = 0;
    try (var store = DuckDbEventStore.open(dir, List.of(STREAM))) {
      var refused = visits("b0");
      for (int i = 1; take(store, refused); i++) {
        accepted += ROWS;
        refused = visits("b" + i);
      }
      assertThat(accepted).isPositive();
      // Some more, so that failing again and again leaves nothing behind either.
      for (int i = 0; i < 3; i++) {
        var more = visits("more" + i);
        accepted += take(store, more) ? ROWS : 0;
      }

      Files.delete(ballast);
      awaitTaken(store, refused);
      accepted += ROWS;

      assertThat(store.isWritable()).isTrue();
      assertThat(count(store, ACME)).isEqualTo(accepted);
      assertThat(store.append(ACME, refused).join().accepted()).isZero();
    }
    try (var store = DuckDbEventStore.open(dir, List.of(STREAM))) {
      assertThat(count(store, ACME)).isEqualTo(accepted);
      assertThat(ids(store, ACME)).doesNotHaveDuplicates();
    }
  }

  @Test
  void aFullDiskRefusesSingleEventsAndKeepsThoseThatTheJournalHas() throws Exception {
    var dir = mount.resolve("store");
    var ballast = Files.write(mount.resolve("ballast"), new byte[BALLAST_BYTES]);
    var answered = new TreeSet<String>();
    try (var store = DuckDbEventStore.open(dir, List.of(STREAM))) {
      int refused = 0;
      for (int i = 0; refused < 5; i++) {
        if (isAnswered(store, single("e" + i))) {
          answered.add("e" + i);
        } else {
          refused++;
        }
      }
      assertThat(answered).isNotEmpty();

      Files.delete(ballast);
      while (!isAnswered(store, single("again"))) {
        Thread.onSpinWait();
      }
      answered.add("again");
      assertThat(ids(store, ACME)).containsExactlyElementsOf(answered);
      // Again through the journal, which was begun anew.
      assertThat(isAnswered(store, single("more"))).isTrue();
      answered.add("more");
      assertThat(ids(store, ACME)).containsExactlyElementsOf(answered);
    }
    try (var store = DuckDbEventStore.open(dir, List.of(STREAM))) {
      assertThat(ids(store, ACME)).containsExactlyElementsOf(answered);
    }
  }

  private static boolean isAnswered(DuckDbEventStore store, Batch batch) {
    try {
      store.append(ACME, batch).join();
      return true;
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(EventStoreUnavailable.class);
      return false;
    }
  }

  private Batch single(String id) {
    var page = new StringBuilder();
    random.ints(100 * PAGE_CHARACTERS, '!', '~').forEach(page::appendCodePoint);
    return batchOf(visit(id, "ann", page.toString()));
  }

  @Test
  void whatWasAnsweredOnAFillingDiskIsThereEvenWhenItWasCalledADuplicate() throws Exception {
    var dir = mount.resolve("store");
    Files.write(mount.resolve("ballast"), new byte[BALLAST_BYTES]);
    var batches = new ArrayList<Batch>();
    for (int i = 0; i < 40; i++) {
      batches.add(visits("b" + i));
    }
    try (var store = DuckDbEventStore.open(dir, List.of(STREAM))) {
      // All send the same, so that one's rows are another's duplicates in a group that may fail.
      var answered = OpenedStore.together(4, _ -> answered(store, batches));

      var expected = new TreeSet<String>();
      answered.forEach(expected::addAll);
      assertThat(expected.size()).isBetween(ROWS, 39 * ROWS);
      assertThat(ids(store, ACME)).containsExactlyElementsOf(expected);
    }
  }

  private static Set<String> answered(DuckDbEventStore store, List<Batch> batches) {
    var ids = new TreeSet<String>();
    for (var batch : batches) {
      try {
        store.append(ACME, batch).join();
        batch.rows().forEach(row -> ids.add((String) Objects.requireNonNull(row[0])));
      } catch (CompletionException e) {
        assertThat(e).hasCauseInstanceOf(EventStoreUnavailable.class);
      }
    }
    return ids;
  }

  @Test
  void sealingThatFindsNoSpaceLeavesTheRowsHotAndIsDoneWhenThereIsSpaceAgain() throws Exception {
    var dir = mount.resolve("store");
    try (var store = DuckDbEventStore.open(dir, List.of(STREAM))) {
      for (int i = 0; i < 16; i++) {
        assertThat(take(store, visits("b" + i))).isTrue();
      }
      long free = mount.toFile().getUsableSpace();
      var ballast = Files.write(mount.resolve("ballast"), new byte[(int) free - (2 << 20)]);

      assertThatThrownBy(store::maintain).isInstanceOf(EventStoreUnavailable.class);
      assertThat(count(store, ACME)).isEqualTo(16 * ROWS);

      Files.delete(ballast);
      store.maintain();
      assertThat(count(store, ACME)).isEqualTo(16 * ROWS);
      assertThat(take(store, visits("more"))).isTrue();
    }
    try (var store = DuckDbEventStore.open(dir, List.of(STREAM))) {
      assertThat(ids(store, ACME)).doesNotHaveDuplicates().hasSize(17 * ROWS);
    }
  }

  @Test
  void anErasureThatFindsNoSpaceFailsAndCanBeAskedForAgain() throws Exception {
    var dir = mount.resolve("store");
    try (var store = DuckDbEventStore.open(dir, List.of(STREAM))) {
      for (int i = 0; i < 16; i++) {
        assertThat(take(store, visits("b" + i))).isTrue();
      }
      store.append(ACME, batchOf(visit("a", "ann-the-erased", "/"))).join();
      long free = mount.toFile().getUsableSpace();
      var ballast = Files.write(mount.resolve("ballast"), new byte[(int) free - (2 << 20)]);

      assertThatThrownBy(() -> store.erase(ACME, STREAM, "ann-the-erased"))
          .isInstanceOf(EventStoreUnavailable.class);

      Files.delete(ballast);
      store.erase(ACME, STREAM, "ann-the-erased");
      assertThat(DuckDbFilesTest.filesHolding(dir, "ann-the-erased")).isEmpty();
      assertThat(count(store, ACME)).isEqualTo(16 * ROWS);
    }
  }

  private static boolean take(DuckDbEventStore store, Batch batch) {
    try {
      return store.append(ACME, batch).join().accepted() == ROWS;
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(EventStoreUnavailable.class);
      return false;
    }
  }

  /** The store repairs itself; until then it refuses. */
  private static void awaitTaken(DuckDbEventStore store, Batch batch) {
    while (!take(store, batch)) {
      Thread.onSpinWait();
    }
  }

  /** Rows that no compression makes small. */
  private Batch visits(String name) {
    var rows = new ArrayList<@Nullable Object[]>();
    for (int i = 0; i < ROWS; i++) {
      var page = new StringBuilder();
      random.ints(PAGE_CHARACTERS, '!', '~').forEach(page::appendCodePoint);
      rows.add(visit(name + "-" + i, "ann", page.toString()));
    }
    return batch(rows);
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
