package dev.freehold.analytics;

import static dev.freehold.eventstore.Column.optional;
import static dev.freehold.eventstore.Column.required;
import static dev.freehold.eventstore.ColumnRole.DIMENSION;
import static dev.freehold.eventstore.ColumnRole.IDENTITY;
import static dev.freehold.eventstore.ColumnRole.MEASURE;
import static dev.freehold.eventstore.ColumnType.DOUBLE;
import static dev.freehold.eventstore.ColumnType.LONG;
import static dev.freehold.eventstore.ColumnType.TEXT;
import static dev.freehold.eventstore.ColumnType.TIMESTAMP;
import static dev.freehold.eventstore.ColumnType.UUID;

import dev.freehold.eventstore.Measure.Distinct;
import dev.freehold.eventstore.Measure.Max;
import dev.freehold.eventstore.Measure.Quantile;
import dev.freehold.eventstore.Measure.Sum;
import dev.freehold.eventstore.Partition;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.Tiers;
import java.time.Period;
import java.util.List;

/** The event streams that analytics keeps. */
public final class AnalyticsStreams {

  private static final double MEDIAN = 0.5;

  /**
   * What people did. {@code kind} is track, identify, alias or group; {@code person_id} is the id
   * that the sender knew, or one made for an anonymous visitor and a day; {@code ip} is cut to its
   * network; {@code properties} is a JSON object, of a person for identify and of a group for
   * group.
   */
  public static final Stream EVENTS =
      new Stream(
              "analytics_events",
              "event_id",
              "occurred_at",
              "person_id",
              List.of(
                  required("event_id", TEXT),
                  required("kind", TEXT).as(DIMENSION),
                  required("name", TEXT).as(DIMENSION),
                  required("person_id", TEXT).as(IDENTITY),
                  required("occurred_at", TIMESTAMP),
                  optional("project_id", UUID).as(DIMENSION),
                  optional("program_id", TEXT).as(DIMENSION),
                  optional("group_id", TEXT).as(IDENTITY),
                  optional("channel", TEXT).as(DIMENSION),
                  optional("host", TEXT).as(DIMENSION),
                  optional("path", TEXT).as(DIMENSION),
                  optional("referrer", TEXT).as(DIMENSION),
                  optional("utm_source", TEXT).as(DIMENSION),
                  optional("utm_medium", TEXT).as(DIMENSION),
                  optional("utm_campaign", TEXT).as(DIMENSION),
                  optional("utm_term", TEXT).as(DIMENSION),
                  optional("utm_content", TEXT).as(DIMENSION),
                  optional("browser", TEXT).as(DIMENSION),
                  optional("os", TEXT).as(DIMENSION),
                  optional("device", TEXT).as(DIMENSION),
                  optional("country", TEXT).as(DIMENSION),
                  optional("ip", TEXT),
                  optional("value", DOUBLE).as(MEASURE),
                  optional("properties", TEXT)))
          .partitionedBy(Partition.MONTH)
          .rolledUp("total", List.of("kind"), new Distinct("person_id"), new Sum("value"))
          .rolledUp("by_name", List.of("kind", "name"), new Distinct("person_id"), new Sum("value"))
          .rolledUp(
              "by_project",
              List.of("kind", "project_id", "program_id", "name"),
              new Distinct("person_id"),
              new Sum("value"))
          .kept(new Tiers(Period.ofDays(730), Period.ofDays(7), Period.ofDays(90), null, null));

  /** Which person an id turned out to be. */
  public static final Stream ALIASES =
      new Stream(
          "analytics_aliases",
          "alias_id",
          "occurred_at",
          "person_id",
          List.of(
              required("alias_id", TEXT),
              required("alias", TEXT).as(IDENTITY),
              required("person_id", TEXT).as(IDENTITY),
              required("occurred_at", TIMESTAMP)));

  /**
   * One use of a model or of a feature. {@code type} says of what, {@code quantity} how much of it
   * where tokens do not; cost is in billionths of a US dollar, times in milliseconds.
   */
  public static final Stream USAGE =
      new Stream(
              "usage_events",
              "request_id",
              "occurred_at",
              "user_id",
              List.of(
                  required("request_id", TEXT),
                  required("type", TEXT).as(DIMENSION),
                  required("status", TEXT).as(DIMENSION),
                  required("occurred_at", TIMESTAMP),
                  optional("project_id", UUID).as(DIMENSION),
                  optional("program_id", TEXT).as(DIMENSION),
                  optional("user_id", TEXT).as(IDENTITY),
                  optional("api_key_id", UUID).as(DIMENSION),
                  optional("model", TEXT).as(DIMENSION),
                  optional("input_tokens", LONG).as(MEASURE),
                  optional("output_tokens", LONG).as(MEASURE),
                  optional("cache_read_tokens", LONG).as(MEASURE),
                  optional("cache_write_5m_tokens", LONG).as(MEASURE),
                  optional("cache_write_1h_tokens", LONG).as(MEASURE),
                  optional("quantity", LONG).as(MEASURE),
                  optional("cost", LONG).as(MEASURE),
                  optional("latency", LONG).as(MEASURE),
                  optional("first_token", LONG).as(MEASURE),
                  optional("error_code", TEXT).as(DIMENSION),
                  optional("error_message", TEXT),
                  optional("properties", TEXT)))
          .partitionedBy(Partition.WEEK)
          .rolledUp(
              "by_model",
              List.of("project_id", "model", "status"),
              new Sum("input_tokens"),
              new Sum("output_tokens"),
              new Sum("cache_read_tokens"),
              new Sum("cache_write_5m_tokens"),
              new Sum("cache_write_1h_tokens"),
              new Sum("quantity"),
              new Sum("cost"),
              new Sum("latency"),
              new Quantile("latency", MEDIAN),
              new Distinct("user_id"))
          .rolledUp(
              "by_type",
              List.of("program_id", "type", "status"),
              new Sum("quantity"),
              new Sum("cost"),
              new Distinct("user_id"))
          .rolledUp(
              "by_user",
              List.of("user_id"),
              new Sum("input_tokens"),
              new Sum("output_tokens"),
              new Sum("quantity"),
              new Sum("cost"))
          .kept(Tiers.USAGE);

  /** One call of a tool on an MCP server; sizes in bytes, latency in milliseconds. */
  public static final Stream MCP_USAGE =
      new Stream(
              "mcp_usage",
              "call_id",
              "occurred_at",
              "user_id",
              List.of(
                  required("call_id", TEXT),
                  required("server_id", UUID).as(DIMENSION),
                  required("tool", TEXT).as(DIMENSION),
                  required("status", TEXT).as(DIMENSION),
                  required("occurred_at", TIMESTAMP),
                  optional("parent_request_id", TEXT),
                  optional("project_id", UUID).as(DIMENSION),
                  optional("user_id", TEXT).as(IDENTITY),
                  optional("latency", LONG).as(MEASURE),
                  optional("input_size", LONG).as(MEASURE),
                  optional("output_size", LONG).as(MEASURE),
                  optional("error_message", TEXT),
                  optional("properties", TEXT)))
          .partitionedBy(Partition.WEEK)
          .rolledUp(
              "by_tool",
              List.of("server_id", "tool", "status"),
              new Sum("latency"),
              new Sum("input_size"),
              new Sum("output_size"),
              new Max("latency"),
              new Quantile("latency", MEDIAN),
              new Distinct("user_id"))
          .kept(Tiers.USAGE);

  public static final List<Stream> ALL = List.of(EVENTS, ALIASES, USAGE, MCP_USAGE);

  private AnalyticsStreams() {}
}
