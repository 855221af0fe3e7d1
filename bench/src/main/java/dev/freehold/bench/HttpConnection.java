package dev.freehold.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A bare HTTP/1.1 client on one kept connection, so that the load costs little beside the server.
 */
final class HttpConnection implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  HttpConnection(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = socket.getOutputStream();
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

  /** Sends a request and reads the whole answer; fails unless it is a 200. */
  String exchange(byte[] head, byte[] body) throws IOException {
    out.write(head);
    out.write(body);
    out.flush();
    var status = line();
    int length = -1;
    boolean chunked = false;
    for (var header = line(); !header.isEmpty(); header = line()) {
      var lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    var answer = chunked ? chunks() : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (!status.contains(" 200")) {
      throw new IOException(status + " " + answer);
    }
    return answer;
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
    var text = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server closed the connection");
      }
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
