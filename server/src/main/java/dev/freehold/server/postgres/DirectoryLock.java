package dev.freehold.server.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One program per directory; the system gives the lock back when the program dies. */
final class DirectoryLock implements AutoCloseable {

  /**
   * Closing any channel on a file drops the process's lock on it, so a second start in the same
   * program must be turned away before it opens the file.
   */
  private static final Set<Path> TAKEN_HERE = ConcurrentHashMap.newKeySet();

  private static final int PROCESS_ID_BYTES = 20;

  private final Path root;
  private final FileChannel channel;

  private DirectoryLock(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  static DirectoryLock take(PostgresDirectory directory) throws IOException {
    if (!TAKEN_HERE.add(directory.root())) {
      throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
    }
    try {
      return new DirectoryLock(directory.root(), lockedChannel(directory));
    } catch (IOException | RuntimeException failure) {
      TAKEN_HERE.remove(directory.root());
      throw failure;
    }
  }

  private static FileChannel lockedChannel(PostgresDirectory directory) throws IOException {
    var channel = FileChannel.open(directory.lock(), CREATE, READ, WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(directory, readHolder(channel));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
      return channel;
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private static String readHolder(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(PROCESS_ID_BYTES);
    channel.read(bytes, 0);
    return UTF_8.decode(bytes.flip()).toString();
  }

  private static PostgresStartFailed inUse(PostgresDirectory directory, String holder) {
    return new PostgresStartFailed(
        "The directory "
            + directory.root()
            + " is in use by another Freehold (process "
            + holder
            + "): stop that one or choose another directory with --data.");
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.close();
      TAKEN_HERE.remove(root);
    }
  }
}
