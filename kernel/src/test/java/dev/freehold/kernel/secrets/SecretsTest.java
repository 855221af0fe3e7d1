package dev.freehold.kernel.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretsTest {

  private static final byte[] PLAIN = "a webhook's secret".getBytes(UTF_8);

  @Test
  void theSameSecretLooksDifferentEachTime() {
    var secrets = Secrets.inMemory();
    assertThat(secrets.encrypt(PLAIN, "endpoint:1"))
        .isNotEqualTo(secrets.encrypt(PLAIN, "endpoint:1"));
  }

  @Test
  void anotherContextOrKeySetOrBitCannotBeRead() {
    var secrets = Secrets.inMemory();
    var encrypted = secrets.encrypt(PLAIN, "endpoint:1");
    assertThat(new String(encrypted, UTF_8)).doesNotContain("webhook");
    assertThat(secrets.decrypt(encrypted, "endpoint:1")).isEqualTo(PLAIN);
    assertThatThrownBy(() -> secrets.decrypt(encrypted, "endpoint:2"))
        .hasMessage("encrypted under another key set or context");
    assertThatThrownBy(() -> Secrets.inMemory().decrypt(encrypted, "endpoint:1"))
        .hasMessage("encrypted under another key set or context");
    encrypted[encrypted.length - 1] ^= 1;
    assertThatThrownBy(() -> secrets.decrypt(encrypted, "endpoint:1"))
        .hasMessage("encrypted under another key set or context");
  }
}
