package dev.freehold.eventstore;

import static dev.freehold.eventstore.Visits.NOON;
import static dev.freehold.eventstore.Visits.SOON;
import static dev.freehold.eventstore.Visits.STREAM;
import static dev.freehold.eventstore.Visits.batch;
import static dev.freehold.eventstore.Visits.batchOf;
import static dev.freehold.eventstore.Visits.ids;
import static dev.freehold.eventstore.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant that leaves, moves or comes back. */
public interface TenantContract extends OpenedStore {

  @Test
  default void anErasedTenantIsGoneAndNobodyElse() {
    append(ACME, batch("sealed", "b"));
    append(GLOBEX, batch("sealed"));
    store().maintain();
    append(ACME, batch("hot"));
    append(GLOBEX, batch("hot"));

    store().eraseTenant(ACME);

    assertThat(ids(store(), ACME)).isEmpty();
    assertThat(ids(store(), GLOBEX)).containsExactly("hot", "sealed");
    reopen(STREAM);
    assertThat(ids(store(), ACME)).isEmpty();
    assertThat(ids(store(), GLOBEX)).containsExactly("hot", "sealed");
    assertThat(append(ACME, batch("sealed", "hot")).accepted()).isEqualTo(2);
    assertThat(append(GLOBEX, batch("sealed", "hot")).accepted()).isZero();
  }

  @Test
  default void aTenantThatHasNothingCanBeErased() {
    append(ACME, batch("a"));

    store().eraseTenant(UUID.randomUUID());

    assertThat(ids(store(), ACME)).containsExactly("a");
  }

  @Test
  default void whatATenantTakesWithItComesBackTheSame(@TempDir Path empty) throws IOException {
    var old = visit("old", "bob", "日本");
    old[1] = NOON.minus(Duration.ofDays(400));
    append(ACME, batchOf(old, visit("sealed", null, "/"), visit("x", "a\0b", "'")));
    append(GLOBEX, batch("theirs"));
    store().maintain();
    append(ACME, batch("hot"));
    var before = everything(ACME);

    assertThat(store().exportTenant(ACME, empty)).isEqualTo(4);
    assertThat(everything(ACME)).isEqualTo(before);
    store().eraseTenant(ACME);
    assertThat(store().importTenant(ACME, empty)).isEqualTo(4);

    assertThat(everything(ACME)).isEqualTo(before);
    assertThat(ids(store(), GLOBEX)).containsExactly("theirs");
    assertThat(append(ACME, batch("hot", "sealed", "new")).duplicates().stream())
        .containsExactly(0, 1);
    reopen(STREAM);
    assertThat(append(ACME, batch("hot", "sealed", "new")).accepted()).isZero();
    assertThat(everything(ACME)).hasSize(5).containsAll(before);
    try (var files = Files.walk(empty)) {
      assertThat(files.filter(Files::isRegularFile).map(Path::toString))
          .isNotEmpty()
          .allMatch(file -> file.endsWith(".parquet"));
    }
  }

  @Test
  default void aTenantMovesToAnotherStoreUnderAnotherName(@TempDir Path empty) {
    append(ACME, batch("a", "b"));
    store().maintain();
    store().exportTenant(ACME, empty);
    var initech = UUID.randomUUID();

    assertThat(store().importTenant(initech, empty)).isEqualTo(2);

    assertThat(ids(store(), initech)).containsExactly("a", "b");
    assertThat(ids(store(), ACME)).containsExactly("a", "b");
    assertThat(append(initech, batch("a", "c")).duplicates().stream()).containsExactly(0);
    store().eraseTenant(initech);
    assertThat(ids(store(), ACME)).containsExactly("a", "b");
  }

  @Test
  default void whatIsImportedIntoAStoreThatIsBehindLeavesItsSumsWhenItIsDeleted(
      @TempDir Path files, @TempDir Path other) {
    reopen(Calls.STREAM);
    append(
        ACME,
        Calls.batch(
            List.of(
                Calls.Call.of("a", NOON, "ann", "small", 1),
                Calls.Call.of("b", NOON, "bob", "small", Long.MAX_VALUE),
                Calls.Call.of("c", NOON, "bob", "small", Long.MAX_VALUE - 1))));
    store().maintain();
    append(ACME, Calls.batch(List.of(Calls.Call.of("d", NOON, "bob", "small", 8))));
    store().exportTenant(ACME, files);

    try (var second = open(other, List.of(Calls.STREAM), clock())) {
      second.importTenant(ACME, files);

      assertThat(tokens(second)).isEqualTo("18446744073709551622");
      assertThat(second.delete(ACME, Calls.STREAM, List.of("a"))).isEqualTo(1);
      assertThat(tokens(second)).isEqualTo("18446744073709551621");
      assertThat(reconciled(second)).isEmpty();
      second.maintain();
      assertThat(tokens(second)).isEqualTo("18446744073709551621");
      assertThat(reconciled(second)).isEmpty();
    }
    clock().advance(Duration.ofDays(6));
    try (var second = open(other, List.of(Calls.STREAM), clock())) {
      var again =
          Calls.batch(
              List.of(
                  Calls.Call.of("b", NOON, "bob", "small", 1),
                  Calls.Call.of("d", NOON, "bob", "small", 1)));
      assertThat(second.append(ACME, again).join().accepted()).isZero();
      assertThat(tokens(second)).isEqualTo("18446744073709551621");
    }
  }

  private static String tokens(EventStore store) {
    var question =
        Calls.question(
            List.of(new Measure.Sum("tokens")),
            List.of(),
            null,
            ZoneId.of("UTC"),
            NOON.minus(Duration.ofDays(1)),
            NOON.plus(Duration.ofDays(1)));
    return store
        .ask(ACME, question, SOON)
        .rows()
        .getFirst()
        .values()
        .getFirst()
        .toBigInteger()
        .toString();
  }

  private static List<Mismatch> reconciled(EventStore store) {
    return store.reconcile(
        ACME, Calls.STREAM, NOON.minus(Duration.ofDays(1)), NOON.plus(Duration.ofDays(1)));
  }

  @Test
  default void nothingIsImportedOverATenantsRowsOrExportedOverFiles(@TempDir Path empty)
      throws IOException {
    append(ACME, batch("a"));
    store().exportTenant(ACME, empty);

    assertThatThrownBy(() -> store().importTenant(ACME, empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(ACME.toString());
    assertThatThrownBy(() -> store().exportTenant(ACME, empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not empty");
    assertThat(ids(store(), ACME)).containsExactly("a");
  }

  private List<String> everything(UUID tenant) {
    return store()
        .query(
            tenant,
            Query.of(
                """
                select event_id, occurred_at, person, page, session, millis, score, paid
                from {visits} order by event_id
                """),
            SOON,
            row -> {
              var values = new @Nullable String[8];
              for (int i = 0; i < values.length; i++) {
                values[i] = row.getString(i + 1);
              }
              return Arrays.toString(values);
            });
  }
}
