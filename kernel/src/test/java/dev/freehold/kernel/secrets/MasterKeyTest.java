package dev.freehold.kernel.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The master key's file and the data keys it wraps, through rotations, races and kills. */
class MasterKeyTest {

  private static final byte[] PLAIN = "a webhook's secret".getBytes(UTF_8);
  private static final int KILLS = 5;

  @TempDir private Path folder;

  private TestDatabase database;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Path file() {
    return folder.resolve("secrets").resolve("keyset.json");
  }

  private MasterKey masterKey() {
    return new MasterKey(database.platformDb(), file(), Clock.systemUTC());
  }

  private static void assertReads(Secrets secrets, byte[] encrypted) {
    assertThat(secrets.decrypt(encrypted, "endpoint:1")).isEqualTo(PLAIN);
  }

  @Test
  void secretsStayInUseWhileTheMasterKeyChanges() throws IOException {
    var running = masterKey().open();
    var encrypted = running.encrypt(PLAIN, "endpoint:1");
    var first = masterKey().status();

    var rotated = masterKey().rotate();

    assertThat(rotated.before()).isEqualTo(first);
    assertThat(rotated.now()).isEqualTo(masterKey().status());
    assertThat(rotated.now().id()).isNotEqualTo(first.id());
    assertThat(rotated.now().since()).isAfter(first.since());
    assertReads(running, encrypted);
    assertReads(masterKey().open(), encrypted);
    assertReads(masterKey().open(), running.encrypt(PLAIN, "endpoint:1"));
    assertThat(Files.readString(file())).doesNotContain(Long.toString(first.id()));
    assertThat(Files.readString(rotated.kept())).contains(Long.toString(first.id()));
  }

  @Test
  void aNodeWithTheOldFileIsToldWhatToDo() throws IOException {
    masterKey().open();
    var old = Files.readAllBytes(file());
    var rotated = masterKey().rotate();
    Files.write(file(), old);

    assertThatThrownBy(() -> masterKey().open())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wrapped by master key " + rotated.now().id())
        .hasMessageContaining("copy the file from the node where it was rotated");
    assertThatThrownBy(() -> masterKey().rotate()).hasMessageContaining("copy the file");
    assertThat(Files.readAllBytes(file())).isEqualTo(old);
  }

  @Test
  void aBackupOfTheDatabaseIsOpenedByTheKeyThatWasKept() throws IOException {
    var encrypted = masterKey().open().encrypt(PLAIN, "endpoint:1");
    var backup =
        database.superuser().sql("select wrapped from kernel.data_keyset").query(byte[].class);
    var wrapped = backup.single();
    var kept = masterKey().rotate().kept();

    database.superuser().sql("update kernel.data_keyset set wrapped = ?").param(wrapped).update();
    Files.copy(kept, file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertReads(masterKey().open(), encrypted);
  }

  @Test
  void aRotationThatTheDatabaseRefusesLeavesAllAsItWas() {
    var encrypted = masterKey().open().encrypt(PLAIN, "endpoint:1");
    var before = masterKey().status();
    database
        .superuser()
        .sql(
            "alter table kernel.data_keyset add constraint same check (wrapped_by = %d)"
                .formatted(before.id()))
        .update();

    assertThatThrownBy(() -> masterKey().rotate()).hasMessageContaining("same");

    assertThat(masterKey().status()).isEqualTo(before);
    assertReads(masterKey().open(), encrypted);
    database.superuser().sql("alter table kernel.data_keyset drop constraint same").update();
    assertThat(masterKey().rotate().before()).isEqualTo(before);
    assertReads(masterKey().open(), encrypted);
  }

  @Test
  void aMissingOrBrokenFileIsNotReplaced() throws IOException {
    masterKey().open();
    Files.delete(file());
    assertThatThrownBy(() -> masterKey().open()).hasMessageContaining("restore it from a backup");
    assertThat(file()).doesNotExist();
    Files.writeString(file(), "{}");
    assertThatThrownBy(() -> masterKey().open()).hasMessageContaining("restore it from a backup");
    assertThat(Files.readString(file())).isEqualTo("{}");
  }

  @Test
  void onlyThisUserCanReadTheFiles() throws IOException {
    masterKey().open();
    masterKey().rotate();
    try (var files = Files.list(file().getParent())) {
      assertThat(files)
          .hasSize(2)
          .allSatisfy(
              each ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void whatTheFilesOwnKeyEncryptedBeforeThereWereDataKeysIsRead() throws Exception {
    var direct = MasterKeyFile.fresh();
    Files.createDirectories(file().getParent());
    Files.createFile(file());
    new MasterKeyFile(file()).replace(direct);
    var encrypted = Secrets.of(direct).encrypt(PLAIN, "endpoint:1");

    assertReads(masterKey().open(), encrypted);
    masterKey().rotate();
    assertReads(masterKey().open(), encrypted);
  }

  @Test
  void nodesThatStartAndRotateTogetherShareOneSetOfKeys() throws Exception {
    var together = new CyclicBarrier(6);
    try (var threads = Executors.newFixedThreadPool(6)) {
      var opened =
          IntStream.range(0, 6)
              .mapToObj(
                  number ->
                      threads.submit(
                          (Callable<Secrets>)
                              () -> {
                                together.await();
                                var secrets = masterKey().open();
                                if (number % 2 == 0) {
                                  masterKey().rotate();
                                }
                                return secrets;
                              }))
              .toList();
      var encrypted = opened.getFirst().get().encrypt(PLAIN, "endpoint:1");
      for (var secrets : opened) {
        assertReads(secrets.get(), encrypted);
      }
      assertReads(masterKey().open(), encrypted);
    }
  }

  @Test
  void aRotationThatIsKilledAnywhereLosesNothing() throws Exception {
    var encrypted = masterKey().open().encrypt(PLAIN, "endpoint:1");
    for (int kill = 0; kill < KILLS; kill++) {
      var before = masterKey().status();
      var rotating = RotateUntilKilled.start(database.settings(), file());
      try {
        while (masterKey().status().equals(before)) {
          assertThat(rotating.isAlive()).isTrue();
          Thread.onSpinWait();
        }
        // The kill comes at any step of the rotations that follow.
        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(50_000_000));
      } finally {
        rotating.destroyForcibly().waitFor();
      }
      assertReads(masterKey().open(), encrypted);
    }
    masterKey().rotate();
    assertReads(masterKey().open(), encrypted);
  }
}
