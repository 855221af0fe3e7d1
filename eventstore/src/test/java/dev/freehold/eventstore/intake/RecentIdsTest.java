package dev.freehold.eventstore.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentIdsTest {

  private static final int STEPS = 30_000;

  /** Few ids in few slots, so that runs collide, grow, lose members and grow old. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverTheOrderItKnowsWhatASimpleModelKnows(long seed) {
    var random = new SplittableRandom(seed);
    var recent = new RecentIds();
    var model = new HashMap<Long, Long>();
    long today = 20_000;
    for (int step = 0; step < STEPS; step++) {
      long id = random.nextLong(2_000);
      int kind = random.nextInt(1_000);
      if (kind == 0) {
        today += random.nextBoolean() ? 1 : random.nextInt(400);
      } else if (kind < 300) {
        recent.remove(high(id), low(id));
        model.remove(id);
      } else {
        assertThat(recent.add(high(id), low(id), today)).isEqualTo(isNew(model, id, today));
      }
    }
  }

  @Test
  void anIdRestoredFromTheFileAgesFromItsOwnDay() {
    var recent = new RecentIds();
    recent.restore(1, 1, 93, 100);
    recent.restore(2, 2, 92, 100);

    assertThat(recent.add(1, 1, 100)).isFalse();
    assertThat(recent.add(2, 2, 100)).isTrue();
    assertThat(recent.add(1, 1, 101)).isTrue();
  }

  private static boolean isNew(Map<Long, Long> model, long id, long today) {
    var day = model.get(id);
    if (day != null && today - day <= RecentIds.DAYS_KEPT) {
      return false;
    }
    model.put(id, today);
    return true;
  }

  /** Ids share tables and neighbourhoods; low bits that hold the day must not tell them apart. */
  private static long high(long id) {
    return id % 7;
  }

  private static long low(long id) {
    return id << 30;
  }
}
