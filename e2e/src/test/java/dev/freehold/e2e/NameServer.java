package dev.freehold.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A name server of this machine that knows the TXT records it was told, and nothing else.
 *
 * <p>Source: RFC 1035, section 4.
 */
final class NameServer implements AutoCloseable {

  private static final int HEADER = 12;
  private static final int TXT = 16;
  private static final int MAX_MESSAGE = 512;

  private final DatagramSocket socket;
  private final Map<String, String> records = new ConcurrentHashMap<>();

  NameServer() {
    try {
      socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  void put(String name, String text) {
    records.put(name.toLowerCase(Locale.ROOT), text);
  }

  private void serve() {
    var buffer = new byte[MAX_MESSAGE];
    while (!socket.isClosed()) {
      var question = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(question);
        var answer = answer(ByteBuffer.wrap(buffer, 0, question.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private byte[] answer(ByteBuffer question) {
    short id = question.getShort();
    question.position(HEADER);
    var name = new StringBuilder();
    for (int length = question.get(); length > 0; length = question.get()) {
      var label = new byte[length];
      question.get(label);
      name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
    }
    int end = question.position() + 4;
    int type = question.getShort();
    return message(id, question.array(), end, type == TXT ? find(name.toString()) : null);
  }

  private @Nullable String find(String name) {
    return records.get(name.toLowerCase(Locale.ROOT));
  }

  private static byte[] message(short id, byte[] asked, int end, @Nullable String text) {
    var answer = ByteBuffer.allocate(MAX_MESSAGE);
    answer.putShort(id);
    // An authoritative answer; without a record there is no such name.
    answer.putShort((short) (text == null ? 0x8583 : 0x8580));
    answer.putShort((short) 1).putShort((short) (text == null ? 0 : 1));
    answer.putShort((short) 0).putShort((short) 0);
    answer.put(asked, HEADER, end - HEADER);
    if (text != null) {
      var bytes = text.getBytes(StandardCharsets.US_ASCII);
      answer.putShort((short) 0xc00c).putShort((short) TXT).putShort((short) 1).putInt(1);
      answer.putShort((short) (bytes.length + 1)).put((byte) bytes.length).put(bytes);
    }
    return java.util.Arrays.copyOf(answer.array(), answer.position());
  }

  @Override
  public void close() {
    socket.close();
  }
}
