package dev.freehold.eventstore.duckdb.segments;

import dev.freehold.eventstore.Partition;
import dev.freehold.eventstore.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes rows of one stream as segments, each of one tenant and partition, durably and sorted: the
 * engine sets rows down in order but for a few within a vector of 2,048 that change places.
 */
public final class SegmentWriter {

  private static final String TENANT = "tenant_id";
  private static final String RECEIVED = "received_at";
  private static final String BY_TENANT = "segment_tenant";
  private static final String BY_DAY = "segment_day";

  private final SegmentFiles files;

  public SegmentWriter(SegmentFiles files) {
    this.files = files;
  }

  /**
   * Copies rows; they are not live before the segments are in the catalogue.
   *
   * @param columns of the stream's table, in its order
   * @param rows a SELECT of exactly these columns
   */
  public List<Segment> write(
      Connection connection, Stream stream, List<String> columns, String rows)
      throws SQLException, IOException {
    var staging = files.staging();
    var written = new ArrayList<Segment>();
    var folders = new HashSet<Path>();
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(copy(stream, columns, rows, staging))) {
      while (row.next()) {
        var segment = segment(stream, columns.size(), row);
        files.place(Path.of(row.getString("filename")), segment, folders);
        written.add(segment);
      }
      SegmentFiles.syncFolders(folders);
      return written;
    } catch (SQLException | IOException | RuntimeException e) {
      files.unlink(written);
      throw e;
    }
  }

  private static String copy(Stream stream, List<String> columns, String rows, Path staging) {
    return """
        copy (
          select %1$s, %2$s as %3$s, date_trunc('%4$s', %5$s)::date as %6$s
          from (%7$s)
          order by %3$s, %6$s, %8$s
        ) to '%9$s' (
          format parquet, compression zstd, partition_by (%3$s, %6$s), return_stats true)
        """
        .formatted(
            columns.stream().map(SegmentWriter::quoted).collect(Collectors.joining(", ")),
            TENANT,
            BY_TENANT,
            unit(stream.partition()),
            quoted(stream.time()),
            BY_DAY,
            rows,
            stream.sort().stream().map(SegmentWriter::quoted).collect(Collectors.joining(", ")),
            staging.toString().replace("'", "''"));
  }

  private static Segment segment(Stream stream, int columns, ResultSet row) throws SQLException {
    var keys = (Map<?, ?>) row.getObject("partition_keys");
    var statistics = (Map<?, ?>) row.getObject("column_statistics");
    var tenant = UUID.fromString(text(keys, BY_TENANT));
    var firstDay = text(keys, BY_DAY);
    var times = (Map<?, ?>) Objects.requireNonNull(statistics.get(quoted(stream.time())));
    var receipts = (Map<?, ?>) Objects.requireNonNull(statistics.get(quoted(RECEIVED)));
    return new Segment(
        SegmentFiles.name(stream.name(), tenant, firstDay),
        stream.name(),
        tenant,
        LocalDate.parse(firstDay),
        row.getLong("count"),
        row.getLong("file_size_bytes"),
        columns,
        micros(text(times, "min")),
        micros(text(times, "max")),
        micros(text(receipts, "max")));
  }

  private static String text(Map<?, ?> map, String key) {
    return String.valueOf(Objects.requireNonNull(map.get(key), key));
  }

  private static long micros(String timestamp) {
    var time =
        LocalDateTime.parse(timestamp.replace(' ', 'T'), DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    return time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1_000;
  }

  private static String unit(Partition partition) {
    return switch (partition) {
      case DAY -> "day";
      case WEEK -> "week";
      case MONTH -> "month";
    };
  }

  private static String quoted(String name) {
    return "\"" + name + "\"";
  }
}
