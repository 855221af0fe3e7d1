package dev.freehold.server.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders from the command line on this machine, one for each connection: its words as lines, the
 * first of which says whose they are, then an empty one. What is said comes back as lines that
 * begin with a tab, and in the end {@code ok}, {@code no}, or {@code error} and why.
 */
public final class ControlSocket implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
  private static final String NAME = "control.sock";

  /** The most words of an order. */
  private static final int MAX_WORDS = 8;

  private final Path path;
  private final @Nullable ServerSocketChannel listening;
  private final Map<String, Orders> orders;

  private ControlSocket(
      Path path, @Nullable ServerSocketChannel listening, Map<String, Orders> orders) {
    this.path = path;
    this.listening = listening;
    this.orders = orders;
  }

  /**
   * Listens in a folder; where the system does not allow it, only says so.
   *
   * @param orders by the first word
   */
  public static ControlSocket listen(Path folder, Map<String, Orders> orders) {
    var path = folder.toAbsolutePath().resolve(NAME);
    @Nullable ServerSocketChannel channel = null;
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(path);
      channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      channel.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      LOG.warn("the command line cannot reach this server: {}: {}", path, e.getMessage());
      closeQuietly(channel);
      channel = null;
    }
    var socket = new ControlSocket(path, channel, orders);
    if (channel != null) {
      var accepting = channel;
      Thread.ofPlatform().daemon().name("control-socket").start(() -> socket.accept(accepting));
    }
    return socket;
  }

  private void accept(ServerSocketChannel channel) {
    try {
      while (true) {
        var client = channel.accept();
        Thread.ofVirtual().name("control-order").start(() -> serve(client));
      }
    } catch (ClosedChannelException e) {
      // The server stops.
    } catch (IOException e) {
      LOG.warn("the command line cannot reach this server any more", e);
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        var out = writer(client)) {
      var order = words(reader(client));
      try {
        var orders = this.orders.get(order.getFirst());
        if (orders == null || order.size() == 1) {
          throw new IllegalArgumentException("no such order: " + String.join(" ", order));
        }
        boolean well =
            orders.run(
                order.subList(1, order.size()),
                line -> out.println("\t" + line.replace('\n', ' ')));
        out.println(well ? "ok" : "no");
      } catch (RuntimeException e) {
        LOG.warn("An order from the command line failed", e);
        out.println("error " + String.valueOf(e.getMessage()).replace('\n', ' '));
      }
    } catch (IOException e) {
      LOG.info("The command line left: {}", e.getMessage());
    }
  }

  private static List<String> words(BufferedReader in) throws IOException {
    var words = new ArrayList<String>();
    for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (words.size() == MAX_WORDS) {
        throw new IOException("an order has at most " + MAX_WORDS + " words");
      }
      words.add(line);
    }
    if (words.isEmpty()) {
      throw new IOException("an order has words");
    }
    return words;
  }

  /**
   * Has the server that is running on a folder carry out an order.
   *
   * @return whether all went well; empty when no server is running there
   * @throws IllegalArgumentException when it could not be carried out, and why
   */
  public static Optional<Boolean> order(Path folder, List<String> words, Consumer<String> say)
      throws IOException {
    var path = folder.toAbsolutePath().normalize().resolve(NAME);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try (var channel = connect(path)) {
      if (channel == null) {
        return Optional.empty();
      }
      var out = writer(channel);
      words.forEach(out::println);
      out.println();
      var in = reader(channel);
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("\t")) {
          say.accept(line.substring(1));
        } else if (line.startsWith("error ")) {
          throw new IllegalArgumentException(line.substring("error ".length()));
        } else {
          return Optional.of(line.equals("ok"));
        }
      }
      throw new IOException(
          "the server ended before it answered; `freehold %s status` says how things are once it runs again"
              .formatted(words.getFirst()));
    }
  }

  /** Null when nobody listens: the socket is one that a killed server left. */
  private static @Nullable SocketChannel connect(Path path) throws IOException {
    try {
      return SocketChannel.open(UnixDomainSocketAddress.of(path));
    } catch (java.net.ConnectException e) {
      return null;
    }
  }

  private static PrintWriter writer(SocketChannel channel) {
    return new PrintWriter(Channels.newWriter(channel, StandardCharsets.UTF_8), true);
  }

  private static BufferedReader reader(SocketChannel channel) {
    return new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
  }

  private static void closeQuietly(@Nullable ServerSocketChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.debug("not closed", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (listening != null) {
      listening.close();
      Files.deleteIfExists(path);
    }
  }
}
