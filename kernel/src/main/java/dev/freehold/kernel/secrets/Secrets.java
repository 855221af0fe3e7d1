package dev.freehold.kernel.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/** Authenticated encryption under the key set of this installation, kept in one file. */
public final class Secrets {

  private final Aead aead;

  private Secrets(KeysetHandle keys) throws GeneralSecurityException {
    this.aead = keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  /** Opens the key set, or makes one that only this user can read. */
  public static Secrets open(Path file) {
    try {
      AeadConfig.register();
      if (!Files.exists(file)) {
        write(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM), file);
      }
      var text = Files.readString(file);
      return new Secrets(
          TinkJsonProtoKeysetFormat.parseKeyset(text, InsecureSecretKeyAccess.get()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "cannot read the key set "
              + file
              + ": restore it from a backup, or move it away to begin"
              + " anew (what was encrypted under it is then lost)",
          e);
    }
  }

  /** A key set that lives as long as the process. */
  public static Secrets inMemory() {
    try {
      AeadConfig.register();
      return new Secrets(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(KeysetHandle keys, Path file)
      throws IOException, GeneralSecurityException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    var whole = Files.createTempFile(file.toAbsolutePath().getParent(), "keyset", ".tmp");
    Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        whole, TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()));
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
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
