package dev.freehold.kernel.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RowsTest {

  private static TestDatabase database;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  enum Mood {
    GOOD,
    BAD
  }

  record Everything(
      String title,
      UUID id,
      long bigNumber,
      int number,
      boolean done,
      Instant createdAt,
      Duration took,
      ZoneId zone,
      Currency currency,
      List<String> tags,
      JsonNode payload,
      Mood mood) {}

  record Nothing(
      @Nullable String title,
      @Nullable UUID id,
      @Nullable Instant createdAt,
      @Nullable JsonNode payload,
      @Nullable Mood mood) {}

  record Number(long number) {}

  record Feeling(Mood mood) {}

  private static <T extends Record> T read(Class<T> type, String columns) {
    return database.superuser().sql("select " + columns).query(Rows.of(type)).single();
  }

  @Test
  void everyColumnBecomesItsComponent() {
    var row =
        read(
            Everything.class,
            """
            'a' as title, '00000000-0000-7000-8000-000000000001'::uuid as id,
            9007199254740993 as big_number, 7 as number, true as done,
            '2026-11-21 12:00:00+02'::timestamptz as created_at, 90 as took,
            'Europe/Berlin' as zone, 'EUR' as currency, array['x', 'y'] as tags,
            '{"a": 1}'::jsonb as payload, 'bad' as mood
            """);
    assertThat(row.bigNumber()).isEqualTo(9007199254740993L);
    assertThat(row.createdAt()).isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
    assertThat(row.took()).isEqualTo(Duration.ofSeconds(90));
    assertThat(row.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(row.currency()).isEqualTo(Currency.getInstance("EUR"));
    assertThat(row.tags()).containsExactly("x", "y");
    assertThat(row.payload().get("a").intValue()).isOne();
    assertThat(row.mood()).isEqualTo(Mood.BAD);
  }

  @Test
  void nullsStayNull() {
    assertThat(
            read(
                Nothing.class,
                "null as title, null::uuid as id, null::timestamptz as created_at,"
                    + " null::jsonb as payload, null as mood"))
        .isEqualTo(new Nothing(null, null, null, null, null));
  }

  @Test
  void aNullIsNotTakenForZero() {
    assertThatThrownBy(() -> read(Number.class, "null::bigint as number"))
        .hasMessage("number is null, and its component cannot be");
  }

  @Test
  void aValueThatTheEnumLacksIsAnError() {
    assertThatThrownBy(() -> read(Feeling.class, "'so so' as mood"))
        .hasMessage("so so is not a Mood");
  }

  @Test
  void newIdsAreUuidsOfVersion7ThatGrowWithTime() {
    var before = Instant.now().toEpochMilli();
    var ids =
        database
            .superuser()
            .sql("select kernel.new_id() as id from generate_series(1, 1000)")
            .query((row, index) -> row.getObject("id", UUID.class))
            .list();
    var after = Instant.now().toEpochMilli();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids)
        .allSatisfy(
            id -> {
              assertThat(id.version()).isEqualTo(7);
              assertThat(id.variant()).isEqualTo(2);
              assertThat(id.getMostSignificantBits() >>> 16).isBetween(before - 1, after + 1);
            });
    assertThat(ids).extracting(id -> id.getMostSignificantBits() >>> 16).isSorted();
  }
}
