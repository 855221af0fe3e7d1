package dev.freehold.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.db.TestDatabase;
import dev.freehold.kernel.secrets.MasterKey;
import dev.freehold.kernel.secrets.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator does with the master key, on a server that runs and on one that does not. */
class SecretsCommandTest {

  private static final byte[] PLAIN = "a secret of a tenant".getBytes(UTF_8);

  @TempDir private Path folder;

  @Test
  void theMasterKeyChangesWhileTheServerRunsAndWhileItDoesNot() throws IOException {
    try (var database = TestDatabase.migrated()) {
      var config = CommandRun.settings(folder, database);
      var option = "--config=" + config;
      byte[] encrypted;
      try (var server = CommandRun.start(config)) {
        var secrets = server.bean(Secrets.class);
        encrypted = secrets.encrypt(PLAIN, "a tenant");
        var before = server.bean(MasterKey.class).status();
        assertThat(CommandRun.of("secrets", option, "status").output())
            .isEqualTo(
                "master key %d wraps the data keys since %s\n"
                    .formatted(before.id(), before.since()));

        var rotated = CommandRun.of("secrets", option, "rotate");

        var now = server.bean(MasterKey.class).status();
        assertThat(rotated.status()).as(rotated.errors()).isZero();
        assertThat(rotated.output())
            .startsWith(
                "master key %d wraps the data keys now, %d did before\n"
                    .formatted(now.id(), before.id()))
            .contains("copy " + folder.resolve("data/secrets/keyset.json") + " to the other nodes");
        assertThat(secrets.decrypt(encrypted, "a tenant")).isEqualTo(PLAIN);
      }
      assertThat(CommandRun.of("secrets", option, "rotate").status()).isZero();
      try (var server = CommandRun.start(config)) {
        assertThat(server.bean(Secrets.class).decrypt(encrypted, "a tenant")).isEqualTo(PLAIN);
      }
    }
  }

  @Test
  void whatIsNotUnderstoodIsSaid() {
    assertThat(CommandRun.of("secrets").errors()).contains("say what to do: rotate or status");
    assertThat(CommandRun.of("secrets", "--help").output()).contains("rotate", "status", "--data");
  }
}
