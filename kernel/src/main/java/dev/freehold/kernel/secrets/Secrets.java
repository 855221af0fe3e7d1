package dev.freehold.kernel.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  /**
   * Puts the key set in its place, whole and on the disk, unless another process was first: a key
   * set that is replaced or torn takes all that was encrypted under it along.
   */
  private static void write(KeysetHandle keys, Path file)
      throws IOException, GeneralSecurityException {
    var folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    var whole = Files.createTempFile(folder, "keyset", ".tmp");
    try {
      Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rw-------"));
      var text = TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get());
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      try (var channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.createLink(file, whole);
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    } catch (FileAlreadyExistsException e) {
      // The other process's key set is the one to read.
    } finally {
      Files.delete(whole);
    }
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
