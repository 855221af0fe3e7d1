package dev.freehold.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Many kept connections that one thread serves: a thread for each would spend more time on waking
 * up than on its request, on the same cores as the server. Each sends its next request once the
 * last one is answered.
 */
final class ManyConnections implements AutoCloseable {

  private static final int BUFFER = 1 << 14;
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHUNKED = "chunked".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LENGTH = "Content-Length: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final class Connection {
    private final SocketChannel channel;
    private final byte[] answer = new byte[BUFFER];
    private int length;
    private long sentNanos;

    Connection(SocketChannel channel) {
      this.channel = channel;
    }
  }

  private final Selector selector = Selector.open();
  private final byte[] expected;
  private int[] micros = new int[1 << 12];
  private int done;

  /**
   * @param expected what stands in each good answer
   */
  ManyConnections(int port, int count, String expected) throws IOException {
    this.expected = expected.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < count; i++) {
      var channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Connection(channel));
    }
  }

  /** Sends requests until a moment; returns the microseconds that each took. */
  int[] run(long endNanos, IntFunction<ByteBuffer> requests) throws IOException {
    int sent = 0;
    for (var key : selector.keys()) {
      send((Connection) key.attachment(), requests.apply(sent++));
    }
    while (done < sent) {
      selector.select();
      for (var key : selector.selectedKeys()) {
        var connection = (Connection) key.attachment();
        if (readsWhole(connection)) {
          note(connection);
          if (System.nanoTime() < endNanos) {
            send(connection, requests.apply(sent++));
          }
        }
      }
      selector.selectedKeys().clear();
    }
    return Arrays.copyOf(micros, done);
  }

  private static void send(Connection connection, ByteBuffer request) throws IOException {
    connection.length = 0;
    connection.sentNanos = System.nanoTime();
    while (request.hasRemaining()) {
      // A request is far smaller than what a socket takes at once.
      int unused = connection.channel.write(request);
    }
  }

  private void note(Connection connection) throws IOException {
    if (indexOf(connection, expected, 0) < 0) {
      throw new IOException(
          "not accepted: "
              + new String(connection.answer, 0, connection.length, StandardCharsets.UTF_8));
    }
    if (done == micros.length) {
      micros = Arrays.copyOf(micros, 2 * done);
    }
    micros[done++] = (int) ((System.nanoTime() - connection.sentNanos) / 1_000);
  }

  private static boolean readsWhole(Connection connection) throws IOException {
    var room = ByteBuffer.wrap(connection.answer, connection.length, BUFFER - connection.length);
    int read = connection.channel.read(room);
    if (read < 0 || !room.hasRemaining()) {
      throw new IOException("the server closed the connection, or answers too much");
    }
    connection.length += read;
    int head = indexOf(connection, END_OF_HEAD, 0);
    if (head < 0) {
      return false;
    }
    int body = head + END_OF_HEAD.length;
    int length = indexOf(connection, LENGTH, 0);
    if (length >= 0 && length < head) {
      return connection.length >= body + number(connection.answer, length + LENGTH.length);
    }
    return indexOf(connection, CHUNKED, 0) >= 0 && indexOf(connection, LAST_CHUNK, body) >= 0;
  }

  private static int number(byte[] text, int from) {
    int value = 0;
    for (int at = from; text[at] >= '0' && text[at] <= '9'; at++) {
      value = 10 * value + text[at] - '0';
    }
    return value;
  }

  private static int indexOf(Connection connection, byte[] wanted, int from) {
    for (int at = from; at <= connection.length - wanted.length; at++) {
      if (connection.answer[at] == wanted[0]
          && Arrays.equals(connection.answer, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    for (var key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
