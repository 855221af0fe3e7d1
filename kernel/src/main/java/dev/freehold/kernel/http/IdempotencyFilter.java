package dev.freehold.kernel.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Reads the whole body of a request with an {@code Idempotency-Key}, to know it by its hash. */
public final class IdempotencyFilter extends OncePerRequestFilter {

  static final String HEADER = "Idempotency-Key";
  static final String REQUEST_HASH = IdempotencyFilter.class.getName() + ".hash";

  private final HandlerExceptionResolver errors;

  public IdempotencyFilter(HandlerExceptionResolver errors) {
    this.errors = errors;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getHeader(HEADER) == null || !ApiPath.isOf(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] body;
    try {
      body = request.getInputStream().readAllBytes();
    } catch (RuntimeException e) {
      errors.resolveException(request, response, null, e);
      return;
    }
    request.setAttribute(REQUEST_HASH, hash(request, body));
    chain.doFilter(new Replayed(request, body), response);
  }

  private static byte[] hash(HttpServletRequest request, byte[] body) {
    var digest = sha256();
    digest.update(request.getMethod().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) ' ');
    digest.update(request.getRequestURI().getBytes(StandardCharsets.UTF_8));
    if (request.getQueryString() != null) {
      digest.update((byte) '?');
      digest.update(request.getQueryString().getBytes(StandardCharsets.UTF_8));
    }
    digest.update((byte) '\n');
    return digest.digest(body);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Replayed extends HttpServletRequestWrapper {

    private final byte[] body;

    Replayed(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
      return new BytesStream(new ByteArrayInputStream(body));
    }
  }

  private static final class BytesStream extends ServletInputStream {

    private final ByteArrayInputStream bytes;

    BytesStream(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return bytes.read(target, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("read it, it is in memory");
    }
  }
}
