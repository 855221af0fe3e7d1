package dev.freehold.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A bare HTTP/1.1 client on one kept connection, so that the load costs little beside the server.
 */
final class HttpConnection implements AutoCloseable {

  /** Turns a letter into a small one. */
  private static final int CASE = 0x20;

  private static final int SMALL = 1 << 13;

  private final int port;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private boolean ended;
  private byte[] line = new byte[256];
  private int lineLength;

  HttpConnection(int port) throws IOException {
    this.port = port;
    socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = socket.getOutputStream();
  }

  /** The server ends a connection with some answers, such as a 503. */
  private void openAgain() throws IOException {
    socket.close();
    socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = socket.getOutputStream();
    ended = false;
  }

  static byte[] head(String method, String path, String key, String type, int length) {
    var text =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
            .formatted(method, path, key);
    if (length >= 0) {
      text += "Content-Type: %s\r\nContent-Length: %d\r\n".formatted(type, length);
    }
    return (text + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** What came back. */
  record Answer(int status, boolean saysWhenToRetry, String body) {}

  /** Sends a request and reads the whole answer; fails unless it is a 200. */
  String exchange(byte[] head, byte[] body) throws IOException {
    var answer = send(head, body);
    if (answer.status() != 200) {
      throw new IOException(answer.status() + " " + answer.body());
    }
    return answer.body();
  }

  /** Sends a request and reads the whole answer. */
  Answer send(byte[] head, byte[] body) throws IOException {
    if (ended) {
      openAgain();
    }
    write(head, body);
    int status = Integer.parseInt(line().split(" ")[1]);
    int length = -1;
    boolean chunked = false;
    boolean retry = false;
    for (readLine(); lineLength > 0; readLine()) {
      // Most headers are none of these, and each would cost a text.
      switch (line[0] | CASE) {
        case 'c' -> {
          var lower = text().toLowerCase(Locale.ROOT);
          if (lower.startsWith("content-length:")) {
            length = Integer.parseInt(lower.substring(15).strip());
          }
          ended |= lower.startsWith("connection:") && lower.contains("close");
        }
        case 't' -> {
          var lower = text().toLowerCase(Locale.ROOT);
          chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        case 'r' -> retry |= text().toLowerCase(Locale.ROOT).startsWith("retry-after:");
        default -> {}
      }
    }
    var answer = chunked ? chunks() : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Answer(status, retry, answer);
  }

  /** At once if they are small: a packet less, and a call less for both sides. */
  private void write(byte[] head, byte[] body) throws IOException {
    if (body.length > SMALL) {
      out.write(head);
      out.write(body);
    } else {
      var whole = Arrays.copyOf(head, head.length + body.length);
      System.arraycopy(body, 0, whole, head.length, body.length);
      out.write(whole);
    }
    out.flush();
  }

  private String chunks() throws IOException {
    var text = new StringBuilder();
    for (int size = size(); size > 0; size = size()) {
      text.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
      line();
    }
    line();
    return text.toString();
  }

  private int size() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  private String line() throws IOException {
    readLine();
    return text();
  }

  private void readLine() throws IOException {
    lineLength = 0;
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server closed the connection");
      }
      if (c != '\r') {
        if (lineLength == line.length) {
          line = Arrays.copyOf(line, 2 * lineLength);
        }
        line[lineLength++] = (byte) c;
      }
    }
  }

  private String text() {
    return new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
