package dev.freehold.kernel.http;

import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.LimitExceeded;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Stops reading a body at the route's limit, whatever its length claims to be, and where the bodies
 * of all requests together would take too much memory.
 */
public final class BodyLimit extends OncePerRequestFilter {

  public static final long DEFAULT_BYTES = 1 << 20;

  /** A route that takes larger bodies, as a bean. */
  public record Exception(String path, long bytes) {}

  /** The limit of each route that has its own. */
  private final Map<String, Long> limits;

  private final BodyMemory memory;
  private final HandlerExceptionResolver errors;

  public BodyLimit(List<Exception> exceptions, BodyMemory memory, HandlerExceptionResolver errors) {
    limits =
        exceptions.stream()
            .collect(Collectors.toUnmodifiableMap(Exception::path, Exception::bytes));
    this.memory = memory;
    this.errors = errors;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long limit = limit(request.getRequestURI());
    if (request.getContentLengthLong() > limit) {
      errors.resolveException(request, response, null, tooLarge(limit));
      return;
    }
    try (var _ = memory.share(request)) {
      chain.doFilter(new Limited(request, limit), response);
    }
  }

  private long limit(String path) {
    return limits.getOrDefault(path, DEFAULT_BYTES);
  }

  static LimitExceeded tooLarge(long limit) {
    return new LimitExceeded(
        KernelError.BODY_TOO_LARGE,
        "The body may have at most " + limit + " bytes. Send it in smaller parts.");
  }

  private static final class Limited extends HttpServletRequestWrapper {

    private final long limit;

    Limited(HttpServletRequest request, long limit) {
      super(request);
      this.limit = limit;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new LimitedStream(this, super.getInputStream(), limit);
    }

    @Override
    public BufferedReader getReader() throws IOException {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }

  private static final class LimitedStream extends ServletInputStream {

    private final HttpServletRequest request;
    private final ServletInputStream body;
    private final long limit;
    private long read;

    LimitedStream(HttpServletRequest request, ServletInputStream body, long limit) {
      this.request = request;
      this.body = body;
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int value = body.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = body.read(bytes, offset, length);
      count(Math.max(0, count));
      return count;
    }

    private void count(int bytes) {
      read += bytes;
      if (read > limit) {
        throw tooLarge(limit);
      }
      BodyMemory.take(request, bytes);
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
