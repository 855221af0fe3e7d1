package dev.freehold.attribution;

import static dev.freehold.eventstore.Column.optional;
import static dev.freehold.eventstore.Column.required;
import static dev.freehold.eventstore.ColumnType.LONG;
import static dev.freehold.eventstore.ColumnType.TEXT;
import static dev.freehold.eventstore.ColumnType.TIMESTAMP;
import static dev.freehold.eventstore.ColumnType.UUID;

import dev.freehold.eventstore.Stream;
import java.util.List;

/** The event streams that attribution keeps. */
public final class AttributionStreams {

  /**
   * Touches and everything else that a person did. {@code revenue} counts ten-thousandths of the
   * minor unit of the app's currency. A click of a tracking link whose visitor is not known yet
   * carries its click id as {@code user_id}.
   */
  public static final Stream EVENTS =
      new Stream(
          "attribution_events",
          "event_id",
          "occurred_at",
          "user_id",
          List.of(
              required("event_id", TEXT),
              required("app_id", UUID),
              required("type", TEXT),
              required("user_id", TEXT),
              required("occurred_at", TIMESTAMP),
              optional("channel", TEXT),
              optional("campaign", TEXT),
              optional("ad_group", TEXT),
              optional("creative", TEXT),
              optional("revenue", LONG),
              optional("properties", TEXT),
              optional("link_id", UUID)));

  /**
   * Which person an anonymous click turned out to be: the first event that carried the click id.
   */
  public static final Stream IDENTITIES =
      new Stream(
          "attribution_identities",
          "identity_id",
          "occurred_at",
          "user_id",
          List.of(
              required("identity_id", TEXT),
              required("app_id", UUID),
              required("click_id", TEXT),
              required("user_id", TEXT),
              required("occurred_at", TIMESTAMP)));

  public static final List<Stream> ALL = List.of(EVENTS, IDENTITIES);

  private AttributionStreams() {}
}
