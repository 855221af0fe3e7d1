package dev.freehold.attribution;

import static dev.freehold.attribution.AttributionError.APP_ARCHIVED;
import static dev.freehold.attribution.AttributionError.APP_NOT_FOUND;
import static dev.freehold.attribution.AttributionError.CURRENCY_MISMATCH;
import static dev.freehold.attribution.AttributionError.INVALID_EVENT;
import static dev.freehold.attribution.AttributionError.INVALID_REVENUE;
import static dev.freehold.attribution.AttributionError.MISSING_FIELD;
import static dev.freehold.attribution.AttributionError.OCCURRED_IN_FUTURE;
import static dev.freehold.attribution.AttributionError.OCCURRED_TOO_LONG_AGO;
import static dev.freehold.attribution.AttributionError.TOO_MANY_EVENTS;

import dev.freehold.attribution.credit.Revenue;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.LimitExceeded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a body of events, a JSON array or NDJSON, token by token into rows. Good events are kept
 * when others are bad; an array that is not JSON at all is refused whole, a line of NDJSON alone.
 */
final class EventReader {

  static final int MAX_EVENTS = 10_000;
  static final int MAX_DEPTH = 32;

  /** UTF-8 alone: in other encodings the parser cannot say at which byte it stands. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength((int) EventsApi.MAX_BYTES)
                  .build())
          .build();

  private final Function<UUID, Optional<App>> apps;
  private final Instant earliest;
  private final Instant latest;
  private final EventBatch batch = new EventBatch();
  private @Nullable App lastApp;

  /**
   * @param apps finds an app of the sender
   * @param now when the batch arrived
   */
  EventReader(Function<UUID, Optional<App>> apps, Instant now) {
    this.apps = apps;
    this.earliest = now.minus(EventRules.MAX_AGE);
    this.latest = now.plus(EventRules.MAX_AHEAD);
  }

  EventBatch readArray(byte[] body) {
    var parser = new EventParser(body);
    try (var json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw malformed("The body must be a JSON array of events.");
      }
      while (json.nextToken() != JsonToken.END_ARRAY) {
        take(parser.read(json));
      }
      if (json.nextToken() != null) {
        throw malformed("There is something behind the array of events.");
      }
      return batch;
    } catch (JacksonException e) {
      throw malformed("The body is not valid JSON behind event " + batch.read + ".");
    }
  }

  EventBatch readLines(byte[] body) {
    var parser = new EventParser(body);
    int begin = 0;
    while (begin < body.length) {
      int end = begin;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      if (!isBlank(body, begin, end)) {
        readLine(parser, body, begin, end);
      }
      begin = end + 1;
    }
    return batch;
  }

  private void readLine(EventParser parser, byte[] body, int begin, int end) {
    try (var json = JSON.createParser(body, begin, end - begin)) {
      json.nextToken();
      var fields = parser.at(begin).read(json);
      if (json.nextToken() != null) {
        fields.fail(INVALID_EVENT, "A line holds one event.", null);
      }
      take(fields);
    } catch (JacksonException e) {
      var fields = new EventFields();
      fields.fail(INVALID_EVENT, "The line is not valid JSON.", null);
      take(fields);
    }
  }

  private static boolean isBlank(byte[] body, int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (body[i] != ' ' && body[i] != '\r' && body[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private void take(EventFields fields) {
    int index = batch.read++;
    if (batch.read > MAX_EVENTS) {
      throw new LimitExceeded(
          TOO_MANY_EVENTS,
          "A batch may have at most " + MAX_EVENTS + " events. Nothing of it was kept.");
    }
    var missing = fields.error == null ? fields.missing() : null;
    if (missing != null) {
      fields.fail(MISSING_FIELD, missing + " is missing.", missing);
    }
    var row = fields.error == null ? row(fields) : null;
    if (row == null) {
      batch.rejected.add(RejectedEvent.of(index, error(fields), fields.message, fields.errorField));
      return;
    }
    batch.events.add(row);
  }

  private static AttributionError error(EventFields fields) {
    return fields.error == null ? INVALID_EVENT : fields.error;
  }

  /**
   * The row of an event whose required fields are there; null, and the reason noted, if refused.
   */
  private @Nullable Object @Nullable [] row(EventFields fields) {
    var app = app(fields);
    if (app == null || !isInTime(fields)) {
      return null;
    }
    var revenue = revenue(fields, app);
    if (fields.error != null) {
      return null;
    }
    if (fields.clickId != null) {
      batch.identities.add(
          new @Nullable Object[] {
            app.id() + ":" + fields.clickId,
            app.id(),
            fields.clickId,
            fields.userId,
            fields.occurredAt
          });
    }
    return new @Nullable Object[] {
      fields.eventId,
      app.id(),
      fields.type,
      fields.userId,
      fields.occurredAt,
      fields.channel,
      fields.campaign,
      fields.adGroup,
      fields.creative,
      revenue,
      fields.properties,
      null
    };
  }

  private @Nullable App app(EventFields fields) {
    var id = fields.appId;
    if (id == null) {
      return null;
    }
    if (lastApp == null || !lastApp.id().equals(id)) {
      lastApp = apps.apply(id).orElse(null);
    }
    if (lastApp == null) {
      fields.fail(APP_NOT_FOUND, "There is no app " + id + ".", "app_id");
      return null;
    }
    if (lastApp.isArchived()) {
      fields.fail(APP_ARCHIVED, "The app is archived and takes no events.", "app_id");
      return null;
    }
    return lastApp;
  }

  private boolean isInTime(EventFields fields) {
    var occurredAt = fields.occurredAt;
    if (occurredAt == null || occurredAt.isAfter(latest)) {
      fields.fail(
          OCCURRED_IN_FUTURE, "occurred_at is more than 5 minutes ahead of now.", "occurred_at");
      return false;
    }
    if (occurredAt.isBefore(earliest)) {
      fields.fail(OCCURRED_TOO_LONG_AGO, "occurred_at is more than 35 days ago.", "occurred_at");
      return false;
    }
    return true;
  }

  private static @Nullable Long revenue(EventFields fields, App app) {
    if (fields.currency != null && !fields.currency.equals(app.currency().getCurrencyCode())) {
      fields.fail(
          CURRENCY_MISMATCH,
          "The app's currency is " + app.currency().getCurrencyCode() + ".",
          "currency");
      return null;
    }
    if (fields.revenue == null) {
      return null;
    }
    try {
      return Revenue.parse(fields.revenue, app.currency());
    } catch (IllegalArgumentException e) {
      fields.fail(INVALID_REVENUE, "revenue: " + e.getMessage(), "revenue");
      return null;
    }
  }

  private static Invalid malformed(String message) {
    return new Invalid(KernelError.INVALID_JSON, message, List.of());
  }
}
