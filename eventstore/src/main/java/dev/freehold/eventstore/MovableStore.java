package dev.freehold.eventstore;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store whose events can be taken to another one while it is in use. Unlike the verbs of {@link
 * EventStore} these see all tenants: they are for the operator's move and for nothing else.
 */
public interface MovableStore extends EventStore {

  /**
   * What an export holds.
   *
   * @param rows how many rows of streams
   * @param received the latest receipt that the export saw, of any tenant: what was received later
   *     is not in it, and everything else is
   */
  record Exported(long rows, long received) {}

  /**
   * A row as it was received.
   *
   * @param received in microseconds; grows from one commit to the next
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Arrival(UUID tenant, long received, @Nullable Object[] row) {}

  /** All that have rows or sums. */
  Set<UUID> tenants();

  /** {@link EventStore#exportTenant} that says up to when. */
  Exported export(UUID tenant, Path directory);

  @Override
  default long exportTenant(UUID tenant, Path directory) {
    return export(tenant, directory).rows();
  }

  /**
   * The next rows of a stream in the order of their receipt, those of one receipt never apart; none
   * when nothing came later.
   *
   * @param most as soon as there are so many, the list ends
   */
  List<Arrival> arrivals(Stream stream, long after, int most);

  /**
   * By tenant how many rows there are, how many have a value in each column, and the sums of these
   * values, or of their lengths: the same on every engine for the same rows.
   *
   * @param from rows of before are left out, null for none
   * @param received rows received later are left out
   */
  Map<UUID, List<String>> totals(Stream stream, @Nullable Instant from, long received);

  /**
   * By rollup and tenant the events and the whole sums in the buckets of a level, once everything
   * received is in them.
   *
   * @param from buckets of before are left out
   */
  Map<String, Map<UUID, List<String>>> rolledTotals(Stream stream, Level level, Instant from);
}
