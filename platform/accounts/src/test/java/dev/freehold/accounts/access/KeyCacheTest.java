package dev.freehold.accounts.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.accounts.Tokens;
import dev.freehold.kernel.Actor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyCacheTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final UUID tenant = UUID.randomUUID();
  private final UUID key = UUID.randomUUID();
  private final byte[] hash = Tokens.sha256("secret");
  private final AtomicBoolean current = new AtomicBoolean(true);
  private final AtomicInteger lookups = new AtomicInteger();
  private final KeyCache cache = new KeyCache(current::get, Clock.fixed(NOW, ZoneOffset.UTC));

  private Grant grant(@Nullable Instant endsAt) {
    return new Grant(
        tenant,
        tenant,
        null,
        new Actor(Actor.Kind.KEY, key, "Shop"),
        Set.of(),
        Set.of(),
        endsAt,
        List.of());
  }

  private @Nullable Grant look(@Nullable Instant endsAt) {
    return cache.get(
        hash,
        secret -> {
          lookups.incrementAndGet();
          return grant(endsAt);
        });
  }

  @Test
  void whatWasLookedUpIsRemembered() {
    look(null);
    look(null);
    assertThat(lookups).hasValue(1);
  }

  @Test
  void everyKindOfChangeIsLookedUpAgain() {
    look(null);
    cache.forgetActor(key);
    look(null);
    cache.forgetTenant(tenant);
    look(null);
    cache.forget(hash);
    look(null);
    cache.forgetAll();
    look(null);
    cache.forgetActor(UUID.randomUUID());
    look(null);
    assertThat(lookups).hasValue(5);
  }

  /** The lookup read the old state, the change came before it could be remembered. */
  @Test
  void aChangeDuringALookupWins() {
    cache.get(
        hash,
        secret -> {
          cache.forgetActor(key);
          return grant(null);
        });
    look(null);
    assertThat(lookups).as("what was read before the change is not used").hasValue(1);
    cache.get(
        hash,
        secret -> {
          throw new AssertionError("what was read after it is");
        });
  }

  @Test
  void nothingIsAnsweredFromMemoryWhileChangesMayBeMissed() {
    look(null);
    current.set(false);
    look(null);
    look(null);
    assertThat(lookups).hasValue(3);
  }

  @Test
  void whatHasEndedByItselfIsLookedUpAgain() {
    look(NOW.plus(Duration.ofSeconds(1)));
    look(null);
    assertThat(lookups).hasValue(1);
    cache.forgetAll();
    look(NOW);
    look(null);
    assertThat(lookups).hasValue(3);
  }

  @Test
  void whatStandsForNothingIsNotRemembered() {
    assertThat(cache.get(hash, secret -> null)).isNull();
    assertThat(look(null)).isNotNull();
  }
}
