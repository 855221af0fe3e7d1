package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.Retention;
import dev.freehold.eventstore.duckdb.segments.Segment;
import dev.freehold.eventstore.duckdb.segments.SegmentFiles;
import dev.freehold.eventstore.duckdb.segments.Version;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stands for a stream in a tenant's query: hot rows and the tenant's own segments. */
final class TenantRows {

  /** No stream has such a column. */
  static final String FILE = "_file";

  private final SegmentFiles files;
  private final Function<EventTable, List<String>> columnsOf;
  private final Retention retention;
  private final InstantSource clock;

  TenantRows(
      SegmentFiles files,
      Function<EventTable, List<String>> columnsOf,
      Retention retention,
      InstantSource clock) {
    this.files = files;
    this.columnsOf = columnsOf;
    this.retention = retention;
    this.clock = clock;
  }

  /** The declared columns of the rows that the tenant keeps, in parentheses. */
  String of(EventTable table, UUID tenant, Version version) {
    var declared = table.columns().stream().map(Column::name).toList();
    return "(" + of(table, declared, tenant, version, keptSince(table, tenant)) + ")";
  }

  /** The same with tenant and receipt. */
  String withOwn(EventTable table, UUID tenant, Version version) {
    return "(" + of(table, columnsOf.apply(table), tenant, version, keptSince(table, tenant)) + ")";
  }

  /** The same with what the tenant does not keep any more but is not removed yet. */
  String withRetired(EventTable table, UUID tenant, Version version) {
    return "(" + of(table, columnsOf.apply(table), tenant, version, null) + ")";
  }

  /** The same with no more segments than those that may hold events from one time to another. */
  String within(EventTable table, UUID tenant, Version version, long from, long to) {
    var since = keptSince(table, tenant);
    var some =
        version.of(table.name(), tenant).stream()
            .filter(segment -> segment.last() >= from && segment.first() < to)
            .toList();
    return "(" + of(table, columnsOf.apply(table), tenant, some, since) + ")";
  }

  /** The rows of all tenants, also those retired but not removed yet, with tenant and receipt. */
  String ofAll(EventTable table, Version version) {
    var columns = columnsOf.apply(table);
    var parts = new ArrayList<String>();
    parts.add("select " + quoted(columns) + " from " + EventTable.quoted(table.name()));
    var segments = version.of(table.name()).values().stream().flatMap(List::stream).toList();
    parts.addAll(sealed(table, columns, segments));
    return "(" + String.join(" union all ", parts) + ")";
  }

  /** The same without segments that hold nothing received after an instant. */
  String receivedAfter(EventTable table, Version version, long after) {
    var columns = columnsOf.apply(table);
    var parts = new ArrayList<String>();
    parts.add("select " + quoted(columns) + " from " + EventTable.quoted(table.name()));
    var segments =
        version.of(table.name()).values().stream()
            .flatMap(List::stream)
            .filter(segment -> segment.received() > after)
            .toList();
    parts.addAll(sealed(table, columns, segments));
    return "(" + String.join(" union all ", parts) + ")";
  }

  /**
   * Event times in microseconds before which the tenant keeps nothing, or null when it keeps all.
   */
  @Nullable Long keptSince(EventTable table, UUID tenant) {
    var raw = retention.of(tenant, table.stream()).raw();
    return raw == null
        ? null
        : Group.micros(clock.instant().atZone(ZoneOffset.UTC).minus(raw).toInstant());
  }

  private String of(
      EventTable table, List<String> columns, UUID tenant, Version version, @Nullable Long since) {
    return of(table, columns, tenant, version.of(table.name(), tenant), since);
  }

  private String of(
      EventTable table,
      List<String> columns,
      UUID tenant,
      List<Segment> segments,
      @Nullable Long since) {
    var where =
        " where "
            + EventTable.TENANT
            + " = '"
            + tenant
            + "'::uuid"
            + (since == null
                ? ""
                : " and %s >= make_timestamp(%d)"
                    .formatted(EventTable.quoted(table.stream().time()), since));
    var parts = new ArrayList<String>();
    parts.add("select " + quoted(columns) + " from " + EventTable.quoted(table.name()) + where);
    var kept =
        segments.stream().filter(segment -> since == null || segment.last() >= since).toList();
    sealed(table, columns, kept).forEach(part -> parts.add(part + where));
    return String.join(" union all ", parts);
  }

  /** A SELECT for each age of the table, with nulls for columns that it did not have then. */
  List<String> sealed(EventTable table, List<String> columns, List<Segment> segments) {
    return sealed(table, columns, segments, "");
  }

  /** The same with the file's path in {@link #FILE}. */
  List<String> sealedWithFile(EventTable table, List<String> columns, List<Segment> segments) {
    return sealed(table, columns, segments, ", " + FILE);
  }

  private List<String> sealed(
      EventTable table, List<String> columns, List<Segment> segments, String more) {
    var ofTable = columnsOf.apply(table);
    return segments.stream().collect(Collectors.groupingBy(Segment::columns)).entrySet().stream()
        .map(
            age ->
                "select "
                    + values(table, columns, ofTable.subList(0, age.getKey()))
                    + more
                    + " from "
                    + readParquet(files, age.getValue()))
        .toList();
  }

  /** Once cold ones are here. */
  static String readParquet(SegmentFiles files, List<Segment> segments) {
    files.cold().provide(segments);
    return segments.stream()
        .map(segment -> "'" + files.path(segment).toString().replace("'", "''") + "'")
        .collect(
            Collectors.joining(
                ", ",
                "read_parquet([",
                "], hive_partitioning = false, filename = '" + FILE + "')"));
  }

  private static String values(EventTable table, List<String> columns, List<String> present) {
    return columns.stream()
        .map(
            name ->
                name.equals(EventTable.TENANT)
                        || name.equals(EventTable.RECEIVED)
                        || present.contains(name)
                    ? EventTable.quoted(name)
                    : "null::%s as %s"
                        .formatted(
                            EventTable.sqlType(table.columns().get(table.indexOf(name)).type()),
                            EventTable.quoted(name)))
        .collect(Collectors.joining(", "));
  }

  private static String quoted(List<String> columns) {
    return columns.stream().map(EventTable::quoted).collect(Collectors.joining(", "));
  }
}
