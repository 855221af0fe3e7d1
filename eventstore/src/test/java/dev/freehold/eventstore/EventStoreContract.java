package dev.freehold.eventstore;

import static dev.freehold.eventstore.Visits.NOON;
import static dev.freehold.eventstore.Visits.STREAM;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every engine of the event store keeps to. An engine's test says only how to open it. */
@Timeout(60)
public abstract class EventStoreContract
    implements AppendContract,
        QueryContract,
        SealingContract,
        CorrectionContract,
        RetentionContract,
        TenantContract,
        QuestionContract,
        RollupContract,
        ErasureContract,
        CrashContract {

  @TempDir Path dir;
  private final SettableClock clock = new SettableClock(NOON);
  private @Nullable EventStore store;

  @BeforeEach
  void openStore() {
    store = open(dir, List.of(STREAM), clock);
  }

  @AfterEach
  @Override
  public void closeStore() {
    store().close();
  }

  @Override
  public void reopen(Stream stream) {
    closeStore();
    store = open(dir, List.of(stream), clock);
  }

  @Override
  public EventStore store() {
    return Objects.requireNonNull(store);
  }

  @Override
  public Path dir() {
    return dir;
  }

  @Override
  public SettableClock clock() {
    return clock;
  }
}
