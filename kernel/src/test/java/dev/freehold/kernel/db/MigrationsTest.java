package dev.freehold.kernel.db;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.ibatis.migration.Change;
import org.junit.jupiter.api.Test;

class MigrationsTest {

  @Test
  void everyMigrationGoesUpAndDownAndUpAgain() {
    try (var database = TestDatabase.migrated()) {
      var migrator = database.migrator();
      var all = migrator.status().size();
      migrator.down(all);
      assertThat(migrator.status()).extracting(Change::getAppliedTimestamp).containsOnlyNulls();
      migrator.up();
      assertThat(migrator.status()).extracting(Change::getAppliedTimestamp).doesNotContainNull();
    }
  }
}
