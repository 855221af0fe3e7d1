package dev.freehold.kernel.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

  private static final byte[] PLAIN = "a webhook's secret".getBytes(UTF_8);

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("secrets").resolve("keyset.json");
  }

  @Test
  void whatWasEncryptedIsReadAfterARestart() {
    var encrypted = Secrets.open(file()).encrypt(PLAIN, "endpoint:1");
    assertThat(new String(encrypted, UTF_8)).doesNotContain("webhook");
    assertThat(Secrets.open(file()).decrypt(encrypted, "endpoint:1")).isEqualTo(PLAIN);
  }

  @Test
  void theSameSecretLooksDifferentEachTime() {
    var secrets = Secrets.inMemory();
    assertThat(secrets.encrypt(PLAIN, "endpoint:1"))
        .isNotEqualTo(secrets.encrypt(PLAIN, "endpoint:1"));
  }

  @Test
  void anotherContextOrKeySetOrBitCannotBeRead() {
    var secrets = Secrets.open(file());
    var encrypted = secrets.encrypt(PLAIN, "endpoint:1");
    assertThatThrownBy(() -> secrets.decrypt(encrypted, "endpoint:2"))
        .hasMessage("encrypted under another key set or context");
    assertThatThrownBy(() -> Secrets.inMemory().decrypt(encrypted, "endpoint:1"))
        .hasMessage("encrypted under another key set or context");
    encrypted[encrypted.length - 1] ^= 1;
    assertThatThrownBy(() -> secrets.decrypt(encrypted, "endpoint:1"))
        .hasMessage("encrypted under another key set or context");
  }

  @Test
  void onlyThisUserCanReadTheKeySet() throws IOException {
    Secrets.open(file());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    try (var files = Files.list(file().getParent())) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void aBrokenKeySetIsNotReplaced() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "{}");
    assertThatThrownBy(() -> Secrets.open(file())).hasMessageContaining("restore it from a backup");
    assertThat(Files.readString(file())).isEqualTo("{}");
  }

  @Test
  void processesThatStartTogetherShareOneKeySet() throws Exception {
    var together = new CyclicBarrier(4);
    try (var threads = Executors.newFixedThreadPool(4)) {
      var opened =
          Stream.of(1, 2, 3, 4)
              .map(
                  number ->
                      threads.submit(
                          () -> {
                            together.await();
                            return Secrets.open(file());
                          }))
              .toList();
      var encrypted = opened.getFirst().get().encrypt(PLAIN, "endpoint:1");
      for (var secrets : opened) {
        assertThat(secrets.get().decrypt(encrypted, "endpoint:1")).isEqualTo(PLAIN);
      }
    }
  }
}
