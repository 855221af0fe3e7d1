package dev.freehold.attribution;

import dev.freehold.attribution.credit.Credits;
import dev.freehold.attribution.credit.JourneyEvent;
import dev.freehold.attribution.credit.JourneyQuery;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.http.Page;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people did, newest first, clicks from before they were known included. */
@Component
public class Journeys {

  /** Between these all events lie, and every moment between them fits the store. */
  static final Instant BEGINNING = Instant.EPOCH;

  static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

  private final Apps apps;
  private final EventStore store;

  Journeys(Apps apps, EventStore store) {
    this.apps = apps;
    this.store = store;
  }

  /** A page of a person's events in an app. */
  public Page<SeenEvent> of(
      Caller caller, UUID appId, String userId, int limit, @Nullable String cursor) {
    var app = apps.get(caller, appId);
    var query =
        new JourneyQuery(
            appId,
            userId,
            BEGINNING,
            END,
            false,
            cursor == null ? null : decode(cursor),
            limit + 1);
    var events = Credits.journey(store, caller.tenantId(), query);
    var page = events.size() <= limit ? events : events.subList(0, limit);
    return new Page<>(
        page.stream().map(event -> SeenEvent.of(event, app)).toList(),
        events.size() <= limit ? null : encode(page.getLast()));
  }

  /** The app in which a person was seen last, if in any. */
  Optional<UUID> appOf(Caller caller, String userId) {
    AppParameter.require(caller);
    return store
        .query(
            caller.tenantId(),
            Query.of(
                """
                select app_id from {attribution_events}
                where user_id = ?
                order by occurred_at desc
                limit 1
                """,
                userId),
            Credits.JOURNEY_LIMIT,
            row -> (UUID) row.getObject("app_id"))
        .stream()
        .findFirst();
  }

  private static String encode(JourneyEvent last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            (last.occurredAt() + " " + last.eventId()).getBytes(StandardCharsets.UTF_8));
  }

  private static JourneyQuery.Cursor decode(String cursor) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      var parts = text.split(" ", 2);
      if (parts.length == 2) {
        var at = Instant.parse(parts[0]);
        if (!at.isBefore(BEGINNING) && at.isBefore(END)) {
          return new JourneyQuery.Cursor(at, parts[1]);
        }
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // Falls through: not ours.
    }
    throw new Invalid(
        KernelError.INVALID_CURSOR,
        "cursor is not one that this list gave out; start again without it.",
        List.of(new Invalid.Field("cursor", "is not one that this list gave out")));
  }
}
