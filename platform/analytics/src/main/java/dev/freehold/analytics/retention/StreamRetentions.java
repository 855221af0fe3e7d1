package dev.freehold.analytics.retention;

import dev.freehold.analytics.AnalyticsError;
import dev.freehold.eventstore.Stream;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** For how long the caller's tenant keeps its streams: read, and set within what is declared. */
@Component
public class StreamRetentions {

  private final TenantDb db;
  private final RetentionTable table;
  private final Map<String, Stream> streams;

  StreamRetentions(TenantDb db, RetentionTable table, List<Stream> streams) {
    this.db = db;
    this.table = table;
    this.streams = streams.stream().collect(Collectors.toMap(Stream::name, stream -> stream));
  }

  /** Every stream, by name. */
  public List<StreamRetention> list(Caller caller) {
    var said =
        db
            .read(
                caller,
                "select * from analytics.retention where tenant_id = :tenant",
                Map.of(),
                Rows.of(ShorterRetention.class))
            .stream()
            .collect(Collectors.toMap(ShorterRetention::stream, row -> row));
    return streams.values().stream()
        .sorted(Comparator.comparing(Stream::name))
        .map(stream -> retention(stream, said.get(stream.name())))
        .toList();
  }

  public StreamRetention get(Caller caller, String name) {
    var stream = stream(name);
    return retention(
        stream,
        db.readOne(
                caller,
                "select * from analytics.retention where tenant_id = :tenant and stream = :stream",
                Map.of("stream", name),
                Rows.of(ShorterRetention.class))
            .orElse(null));
  }

  /**
   * Keeps a stream for so many days, or as declared where nothing is said; a longer time than
   * declared is the declared one. What is older is not seen from then on and its bytes go soon.
   */
  public StreamRetention set(Caller caller, String name, Days days, IfMatch ifMatch) {
    var stream = stream(name);
    var set =
        db.inTenant(
            caller,
            sql -> {
              var said = lock(sql, caller, name);
              ifMatch.check(retention(stream, said));
              var same = said != null && said.days().equals(days);
              return retention(stream, same ? said : write(sql, name, days));
            });
    table.put(caller.tenantId(), name, days);
    return set;
  }

  private static @Nullable ShorterRetention lock(JdbcClient sql, Caller caller, String name) {
    return sql.sql(
            """
            select * from analytics.retention
            where tenant_id = :tenant and stream = :stream for update
            """)
        .param("tenant", caller.tenantId())
        .param("stream", name)
        .query(Rows.of(ShorterRetention.class))
        .optional()
        .orElse(null);
  }

  private static ShorterRetention write(JdbcClient sql, String name, Days days) {
    return sql.sql(
            """
            insert into analytics.retention
              (stream, raw_days, minute_days, hour_days, day_days, month_days)
            values (:stream, :raw, :minute, :hour, :day, :month)
            on conflict (tenant_id, stream) do update
            set raw_days = excluded.raw_days, minute_days = excluded.minute_days,
                hour_days = excluded.hour_days, day_days = excluded.day_days,
                month_days = excluded.month_days
            returning *
            """)
        .param("stream", name)
        .param("raw", days.rows())
        .param("minute", days.minute())
        .param("hour", days.hour())
        .param("day", days.day())
        .param("month", days.month())
        .query(Rows.of(ShorterRetention.class))
        .single();
  }

  private static StreamRetention retention(Stream stream, @Nullable ShorterRetention said) {
    var days = said == null ? Days.NONE : said.days();
    return new StreamRetention(
        stream.name(),
        Days.of(stream.tiers()),
        Days.of(days.within(stream.tiers())),
        said == null ? 0 : said.version());
  }

  private Stream stream(String name) {
    var stream = streams.get(name);
    if (stream == null) {
      throw new NotFound(
          AnalyticsError.STREAM_NOT_FOUND,
          "There is no stream "
              + name
              + "; there are "
              + streams.keySet().stream().sorted().collect(Collectors.joining(", "))
              + ".");
    }
    return stream;
  }
}
