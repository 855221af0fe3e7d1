package dev.freehold.kernel.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** Authenticated encryption under the data keys of this installation. */
public final class Secrets {

  private final Aead aead;

  private Secrets(Aead aead) {
    this.aead = aead;
  }

  /** Under keys that live as long as the process. */
  public static Secrets inMemory() {
    try {
      return of(MasterKeyFile.fresh());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Secrets of(KeysetHandle keys) {
    return new Secrets(MasterKeyFile.aead(keys));
  }

  /**
   * @param context what the secret belongs to; decryption fails under any other
   */
  public byte[] encrypt(byte[] plain, String context) {
    try {
      return aead.encrypt(plain, context.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public byte[] decrypt(byte[] encrypted, String context) {
    try {
      return aead.decrypt(encrypted, context.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("encrypted under another key set or context", e);
    }
  }
}
