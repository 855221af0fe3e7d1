package dev.freehold.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Two tenants with the same ids and persons in one stream, in rows just written and in sealed ones;
 * whatever one of them asks or does, it meets nothing of the other's.
 */
public final class IsolationAttack {

  private static final UUID VICTIM = new UUID(0x0198_0000_0000_7000L, 0x7101);
  private static final UUID STRANGER = new UUID(0x0198_0000_0000_7000L, 0x7102);
  private static final UUID NOBODY = new UUID(0x0198_0000_0000_7000L, 0x7103);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int SEALED = 60;
  private static final int ALL = 100;

  private final EventStore store;
  private final Stream stream;
  private final Instant first;

  private IsolationAttack(EventStore store, Stream stream, Instant now) {
    this.store = store;
    this.stream = stream;
    this.first = now.minus(Duration.ofDays(2));
  }

  /**
   * @param now the store's time
   * @param empty a folder for what a tenant takes with it
   */
  public static void attack(EventStore store, Stream stream, Instant now, Path empty) {
    new IsolationAttack(store, stream, now).attack(empty);
  }

  private void attack(Path empty) {
    append(0, SEALED);
    store.maintain();
    append(SEALED, ALL - SEALED);
    var before = seenBy(VICTIM);
    assertThat(before.getFirst()).isEqualTo(String.valueOf(ALL));
    assertThat(seenBy(STRANGER).toString()).doesNotContain("victim");
    assertThat(seenBy(NOBODY).getFirst()).isEqualTo("0");

    var ids = IntStream.range(0, ALL / 2).mapToObj(AnyRows::id).toList();
    assertThat(store.delete(STRANGER, stream, ids)).isEqualTo(ids.size());
    assertThat(store.correct(STRANGER, AnyRows.of(stream, "forged", first, 0, ALL)))
        .isEqualTo(ALL - ids.size());
    assertThat(store.erase(STRANGER, stream, AnyRows.person(1))).isPositive();
    assertThat(seenBy(VICTIM)).isEqualTo(before);

    assertThat(store.delete(NOBODY, stream, ids)).isZero();
    assertThat(store.correct(NOBODY, AnyRows.of(stream, "forged", first, 0, ALL))).isZero();
    assertThat(store.erase(NOBODY, stream, AnyRows.person(1))).isZero();
    assertThat(seenBy(VICTIM)).isEqualTo(before);

    var strangers = seenBy(STRANGER);
    store.exportTenant(STRANGER, empty);
    store.eraseTenant(STRANGER);
    assertThat(seenBy(STRANGER).getFirst()).isEqualTo("0");
    store.importTenant(STRANGER, empty);
    assertThat(seenBy(STRANGER)).isEqualTo(strangers);
    store.maintain();
    assertThat(seenBy(VICTIM)).isEqualTo(before);
  }

  private void append(int from, int count) {
    store.append(VICTIM, AnyRows.of(stream, "victim", first, from, count)).join();
    store.append(STRANGER, AnyRows.of(stream, "stranger", first, from, count)).join();
  }

  /** How many rows, then every text of theirs, then the answers to questions. */
  private List<String> seenBy(UUID tenant) {
    var seen = new ArrayList<String>();
    seen.addAll(texts(tenant, "count(*)"));
    AnyRows.marked(stream).forEach(column -> seen.addAll(texts(tenant, "\"" + column + "\"")));
    stream.rollups().forEach(rollup -> seen.add(answer(tenant, rollup.by())));
    seen.add(answer(tenant, List.of()));
    return seen;
  }

  private List<String> texts(UUID tenant, String what) {
    return store.query(
        tenant,
        Query.of("select %s from {%s} order by 1".formatted(what, stream.name())),
        LIMIT,
        row -> row.getString(1));
  }

  private String answer(UUID tenant, List<String> dimensions) {
    var question =
        new Question(
            stream,
            List.of(new Measure.Count()),
            dimensions,
            List.of(),
            first.minus(Duration.ofDays(1)),
            first.plus(Duration.ofDays(3)),
            Interval.DAY,
            ZoneOffset.UTC,
            List.of(),
            Question.MAX_ROWS);
    return store.ask(tenant, question, LIMIT).rows().toString();
  }
}
