package dev.freehold.server.postgres;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacking and moving directories so that a kill or a power cut never leaves half of one. */
final class Archive {

  private static final int OWNER_EXECUTES = 0100;

  private Archive() {}

  /** Unpacks a .tar.xz into a new directory and makes it durable. */
  static void unpackDurably(InputStream compressed, Path target)
      throws IOException, InterruptedException {
    unpack(compressed, target);
    // One flush of the file system; a thousand of single files take seconds on a busy disk.
    if (!Command.run(target, List.of("sync", "-f", ".")).succeeded()
        && !Command.run(target, List.of("sync")).succeeded()) {
      throw new IOException("the files in " + target + " could not be flushed to disk");
    }
  }

  private static void unpack(InputStream compressed, Path target) throws IOException {
    Files.createDirectories(target);
    try (var tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(compressed)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, target);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    var path = inside(target, entry.getName());
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.resolveSibling("."));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(path, inside(target, entry.getLinkName()));
    } else {
      writeFile(tar, path, (entry.getMode() & OWNER_EXECUTES) != 0);
    }
  }

  private static void writeFile(InputStream content, Path path, boolean executable)
      throws IOException {
    try (var file = FileChannel.open(path, CREATE_NEW, WRITE)) {
      content.transferTo(Channels.newOutputStream(file));
    }
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static Path inside(Path target, String name) throws IOException {
    var path = target.resolve(name).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("The archive names a file outside of its directory: " + name);
    }
    return path;
  }

  /** Gives a finished directory its name, all at once. */
  static void publish(Path finished, Path name) throws IOException {
    Files.move(finished, name, StandardCopyOption.ATOMIC_MOVE);
    try (var parent = FileChannel.open(name.resolveSibling("."))) {
      parent.force(true);
    }
  }

  static void deleteTree(Path directory) throws IOException {
    try (var tree = Files.walk(directory)) {
      for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (NoSuchFileException gone) {
      // What is not there needs no deleting.
    }
  }
}
