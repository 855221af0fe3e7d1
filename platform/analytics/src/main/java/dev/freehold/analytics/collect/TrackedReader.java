package dev.freehold.analytics.collect;

import dev.freehold.analytics.AnalyticsStreams;
import dev.freehold.kernel.batch.BatchReader;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a body of events into rows, and adds to each what its address and browser tell. */
final class TrackedReader extends BatchReader<TrackedFields> {

  /** As far back as rows are kept: older ones would be gone at once. */
  static final Duration MAX_AGE =
      Duration.ofDays(
          Objects.requireNonNullElse(AnalyticsStreams.EVENTS.tiers().raw(), Period.ofDays(730))
              .getDays());

  /** Rows for {@link AnalyticsStreams#EVENTS}. */
  final List<@Nullable Object[]> events = new ArrayList<>();

  /** Rows for {@link AnalyticsStreams#ALIASES}. */
  final List<@Nullable Object[]> aliases = new ArrayList<>();

  private final Enrichment enrichment;
  private final Instant now;
  private final @Nullable Sender sender;

  /**
   * @param now when the batch arrived
   * @param sender the browser that sent it; null for a program of the tenant
   */
  TrackedReader(Enrichment enrichment, Instant now, @Nullable Sender sender) {
    this.enrichment = enrichment;
    this.now = now;
    this.sender = sender;
  }

  @Override
  protected TrackedFields blank() {
    return new TrackedFields();
  }

  @Override
  protected void readField(JsonParser json, TrackedFields fields, String name, JsonToken token) {
    if (name.equals("properties")) {
      fields.properties = object(json, fields, name, token, TrackedFields.MAX_PROPERTIES_BYTES);
    } else if (name.equals("value")) {
      fields.value = number(json, fields, token);
    } else if (token == JsonToken.VALUE_STRING) {
      if (!fields.read(name, json.getString())) {
        fields.unknown(name);
      }
    } else {
      var unused = string(json, fields, name, token, TrackedFields.isKnown(name));
    }
  }

  private static @Nullable Double number(JsonParser json, TrackedFields fields, JsonToken token) {
    if (!token.isNumeric()) {
      json.skipChildren();
      fields.invalid("value", "must be a number");
      return null;
    }
    double value = json.getDoubleValue();
    if (!Double.isFinite(value)) {
      fields.invalid("value", "is too large");
      return null;
    }
    return value;
  }

  @Override
  protected void take(TrackedFields fields) {
    if (sender != null) {
      SentByBrowser.complete(fields, sender);
    }
    fields.complete();
    var occurredAt = fields.occurredAt == null ? now : fields.occurredAt;
    if (fields.hasFailed() || !fields.isInTime(occurredAt, now, MAX_AGE)) {
      return;
    }
    var personId = Objects.requireNonNull(fields.personId);
    if (fields.alias != null) {
      aliases.add(alias(fields.alias, personId, occurredAt));
    }
    events.add(event(fields, personId, occurredAt));
  }

  /** The same tie sent again has the same id, whatever else an alias or person is called. */
  private static @Nullable Object[] alias(String alias, String personId, Instant occurredAt) {
    var id = alias.length() + ":" + alias + personId;
    return new @Nullable Object[] {id, alias, personId, occurredAt};
  }

  private @Nullable Object[] event(TrackedFields fields, String personId, Instant occurredAt) {
    var page = PageAddress.of(fields.url);
    var agent = enrichment.agent(fields.userAgent);
    var source = Referrer.of(fields.referrer, page);
    return new @Nullable Object[] {
      fields.eventId == null ? UUID.randomUUID().toString() : fields.eventId,
      fields.kind.text(),
      fields.name,
      personId,
      occurredAt,
      fields.projectId,
      fields.programId,
      fields.groupId,
      fields.channel == null ? Channel.of(page, source) : fields.channel,
      page.host(),
      page.path(),
      source.host(),
      page.utmSource(),
      page.utmMedium(),
      page.utmCampaign(),
      page.utmTerm(),
      page.utmContent(),
      agent.browser(),
      agent.os(),
      agent.device(),
      fields.country == null ? enrichment.country(fields.ip) : fields.country,
      fields.ip == null ? null : Network.of(fields.ip),
      fields.value,
      fields.properties
    };
  }
}
