package dev.freehold.eventstore.move;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How far a move has come, in a file of one line for each step, on disk before the step counts. The
 * last line that is whole is where a process that died had come to.
 */
public final class MoveLog implements AutoCloseable {

  /** Where all events are, or are on their way from. */
  public enum State {
    NONE,
    COPYING,
    MOVED
  }

  private final Path file;
  private final FileChannel channel;
  private final Map<UUID, Long> copied = new HashMap<>();
  private final Map<String, Long> followed = new HashMap<>();
  private State state = State.NONE;
  private String to = "";
  private String from = "";
  private long lastRound;

  private MoveLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Reads what there is; the file holds passwords and is its owner's alone. */
  public static MoveLog open(Path folder) {
    var file = folder.resolve("events-move.log");
    try {
      Files.createDirectories(folder);
      if (!Files.exists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        sync(folder);
      }
      var text = Files.readString(file, StandardCharsets.UTF_8);
      var whole = text.substring(0, text.lastIndexOf('\n') + 1);
      var channel = FileChannel.open(file, StandardOpenOption.WRITE);
      var log = new MoveLog(file, channel);
      int length = whole.getBytes(StandardCharsets.UTF_8).length;
      channel.truncate(length).position(length);
      whole.lines().forEach(log::read);
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + file, e);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private void read(String line) {
    var words = line.split(" ");
    switch (words[0]) {
      case "begin" -> {
        copied.clear();
        followed.clear();
        state = State.COPYING;
        to = words[1];
        from = words[2];
        lastRound = Long.parseLong(words[3]);
      }
      case "copied" -> copied.put(UUID.fromString(words[1]), Long.valueOf(words[2]));
      case "again" -> copied.remove(UUID.fromString(words[1]));
      case "followed" -> followed.put(words[1], Long.valueOf(words[2]));
      case "round" -> lastRound = Long.parseLong(words[1]);
      case "moved" -> state = State.MOVED;
      case "cancelled" -> state = State.NONE;
      default -> throw new IllegalStateException(file + " has a line of another version: " + line);
    }
  }

  private synchronized void write(String line) {
    try {
      long whole = channel.position();
      try {
        var bytes = ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      } catch (IOException e) {
        // Nothing may be left of it that the next line would be added to.
        channel.truncate(whole).position(whole);
        throw e;
      }
      read(line);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + file, e);
    }
  }

  public synchronized State state() {
    return state;
  }

  /** The address that events go to, or went to. */
  public synchronized String to() {
    return to;
  }

  /** The address that events come from, or came from. */
  public synchronized String from() {
    return from;
  }

  /** About when rows were handed on last. */
  synchronized Instant lastRound() {
    return Instant.ofEpochSecond(lastRound);
  }

  /** Up to which receipt each tenant's events are in the new store, of those who are. */
  synchronized Map<UUID, Long> copied() {
    return Map.copyOf(copied);
  }

  synchronized boolean isCopied(UUID tenant) {
    return copied.containsKey(tenant);
  }

  /** Up to which receipt a stream's rows have been handed on. */
  synchronized Map<String, Long> followed() {
    return Map.copyOf(followed);
  }

  void begin(String newAddress, String oldAddress, Instant now) {
    for (var address : List.of(newAddress, oldAddress)) {
      if (address.isBlank() || address.chars().anyMatch(Character::isWhitespace)) {
        throw new IllegalArgumentException("an address has no spaces: " + address);
      }
    }
    write("begin " + newAddress + " " + oldAddress + " " + now.getEpochSecond());
  }

  void round(Instant now) {
    write("round " + now.getEpochSecond());
  }

  void copied(UUID tenant, long received) {
    write("copied " + tenant + " " + received);
  }

  /** The tenant is to be copied again: what the new store has of it may not be right. */
  void again(UUID tenant) {
    write("again " + tenant);
  }

  void followed(String stream, long received) {
    write("followed " + stream + " " + received);
  }

  void moved() {
    write("moved");
  }

  void cancelled() {
    write("cancelled");
  }

  @Override
  public synchronized void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }
}
