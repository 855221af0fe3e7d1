package dev.freehold.analytics.questions;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freehold.analytics.AnalyticsServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of a query whose client hangs up: a real socket, a real query of the store. */
class ClientGoneTest {

  private static final AnalyticsServer SERVER = AnalyticsServer.running();
  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void theQueryOfAClientThatHangsUpIsCancelled() throws IOException, InterruptedException {
    SlowRoute.ENDED.clear();
    try (var socket = connect()) {
      send(socket, "/test/slow");
      await().atMost(SOON).until(ClientGoneTest::isQueryRunning);
      assertThat(SlowRoute.ENDED).isEmpty();
    }
    long left = System.nanoTime();
    assertThat(SlowRoute.ENDED.poll(SOON.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo("The client left; its query was cancelled.");
    assertThat(isQueryRunning()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - left)).isLessThan(SOON);
  }

  @Test
  void aClientThatStaysIsAnsweredAndItsNextRequestOnTheSameConnectionIsNotLost()
      throws IOException {
    try (var socket = connect()) {
      // Both at once: the second waits in the connection while the first is answered.
      send(socket, "/test/fast");
      send(socket, "/test/fast");
      readTwoAnswers(socket);
    }
  }

  @Test
  void aNextRequestThatComesDuringTheFirstOnesQueryDoesNotLookLikeLeaving() throws IOException {
    try (var socket = connect()) {
      send(socket, "/test/second");
      await().atMost(SOON).until(ClientGoneTest::isQueryRunning);
      send(socket, "/test/fast");
      readTwoAnswers(socket);
    }
  }

  /** Both well, and the last one of the fast question. */
  private static void readTwoAnswers(Socket socket) throws IOException {
    var text = new StringBuilder();
    var bytes = new byte[4_096];
    while (text.toString().split("HTTP/1.1 200", -1).length < 3 || !text.toString().endsWith("7")) {
      int count = socket.getInputStream().read(bytes);
      assertThat(count).as(text.toString()).isPositive();
      text.append(new String(bytes, 0, count, US_ASCII));
    }
  }

  private static Socket connect() throws IOException {
    var socket = new Socket("localhost", URI.create(SERVER.url()).getPort());
    socket.setSoTimeout((int) SOON.toMillis());
    return socket;
  }

  private static void send(Socket socket, String path) throws IOException {
    var request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  /** Whether one of the store's threads is inside the engine. */
  private static boolean isQueryRunning() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith("eventstore-query-"))
        .flatMap(thread -> Arrays.stream(thread.getValue()))
        .anyMatch(frame -> frame.getClassName().contains("DuckDBNative"));
  }
}
