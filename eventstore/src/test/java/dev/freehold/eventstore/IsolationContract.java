package dev.freehold.eventstore;

import static dev.freehold.eventstore.Visits.NOON;
import static dev.freehold.eventstore.Visits.STREAM;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That one tenant meets nothing of another's. */
public interface IsolationContract extends OpenedStore {

  @Test
  default void aTenantMeetsNothingOfAnothers(@TempDir Path empty) {
    IsolationAttack.attack(store(), STREAM, NOON, empty);
  }
}
