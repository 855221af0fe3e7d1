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
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Objects;

/**
 * The file of the master key, which wraps the data keys. While the key is being changed the file
 * holds two, so that whoever reads it at any moment can unwrap them.
 */
final class MasterKeyFile {

  static {
    try {
      AeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Path file;
  private final Path folder;

  MasterKeyFile(Path file) {
    this.file = file.toAbsolutePath();
    this.folder = Objects.requireNonNull(this.file.getParent());
  }

  Path path() {
    return file;
  }

  boolean exists() {
    return Files.exists(file);
  }

  KeysetHandle read() {
    try {
      return TinkJsonProtoKeysetFormat.parseKeyset(
          Files.readString(file), InsecureSecretKeyAccess.get());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "cannot read the master key " + file + ": restore it from a backup", e);
    }
  }

  /** Makes the first key, unless another process was first; only this user can read it. */
  void make() {
    try {
      Files.createDirectories(folder);
      var whole = write(fresh());
      try {
        Files.createLink(file, whole);
        sync();
      } catch (FileAlreadyExistsException e) {
        // The other process's key is the one to read.
      } finally {
        Files.delete(whole);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot write the master key " + file, e);
    }
  }

  /** Puts keys in the place of those that are there, whole and on the disk. */
  void replace(KeysetHandle keys) {
    try {
      Files.move(
          write(keys), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      sync();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot write the master key " + file, e);
    }
  }

  /** Keeps what is in the file under another name: backups of the database are wrapped by it. */
  void keepAs(Path name) {
    try {
      Files.createLink(name, file);
    } catch (IOException e) {
      throw new IllegalStateException("cannot keep the old master key as " + name, e);
    }
  }

  static KeysetHandle fresh() throws GeneralSecurityException {
    return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
  }

  static Aead aead(KeysetHandle keys) {
    try {
      return keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key set that is replaced or torn takes all that was encrypted under it along. */
  private Path write(KeysetHandle keys) throws IOException, GeneralSecurityException {
    var whole = Files.createTempFile(folder, "keyset", ".tmp");
    Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rw-------"));
    var text = TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get());
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    try (var channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    return whole;
  }

  private void sync() throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
