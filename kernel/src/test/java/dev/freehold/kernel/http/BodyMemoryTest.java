package dev.freehold.kernel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.batch.BatchBody;
import dev.freehold.kernel.error.Unavailable;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class BodyMemoryTest {

  private static final int BYTES = 200_000;

  private final BodyLimit filter =
      new BodyLimit(
          List.of(),
          new BodyMemory(BYTES),
          (request, response, handler, exception) -> {
            throw new IllegalStateException(exception);
          });

  @Test
  void bodiesShareTheMemoryUntilTheyAreAnswered() throws Exception {
    send(
        new byte[BYTES - 1_000],
        (first, _) -> {
          read(first);
          assertThatThrownBy(() -> send(new byte[2_000], (second, _) -> read(second)))
              .isInstanceOf(Unavailable.class);
          assertThat(sent(new byte[500])).isEqualTo(500);
        });
    assertThat(sent(new byte[BYTES])).isEqualTo(BYTES);
  }

  @Test
  void aZippedBodyCountsByWhatItUnfoldsTo() throws Exception {
    var zipped = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(zipped)) {
      zip.write(new byte[4 * BYTES]);
    }
    assertThat(zipped.size()).isLessThan(BYTES / 10);
    assertThatThrownBy(
            () ->
                send(
                    zipped.toByteArray(),
                    (request, _) -> BatchBody.of((HttpServletRequest) request)))
        .isInstanceOf(Unavailable.class);
    assertThat(sent(new byte[BYTES])).isEqualTo(BYTES);
  }

  private int sent(byte[] body) {
    var read = new int[1];
    try {
      send(body, (request, _) -> read[0] = read(request));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return read[0];
  }

  private void send(byte[] body, FilterChain chain) throws Exception {
    var request = new MockHttpServletRequest("POST", "/v1/things");
    request.setContent(body);
    if (body.length > 1 && body[0] == 0x1F) {
      request.addHeader("Content-Encoding", "gzip");
    }
    filter.doFilter(request, new MockHttpServletResponse(), chain);
  }

  private static int read(jakarta.servlet.ServletRequest request) throws IOException {
    return request.getInputStream().readAllBytes().length;
  }
}
