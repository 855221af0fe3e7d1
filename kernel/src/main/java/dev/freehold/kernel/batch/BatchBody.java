package dev.freehold.kernel.batch;

import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.LimitExceeded;
import dev.freehold.kernel.http.BodyMemory;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.springframework.http.HttpHeaders;

/**
 * The body of a batch, as it is or with {@code Content-Encoding: gzip}.
 *
 * @param isLines whether it is NDJSON
 */
public record BatchBody(byte[] bytes, boolean isLines) {

  public static final int MAX_BYTES = 10 << 20;
  public static final String NDJSON = "application/x-ndjson";

  private static final int BUFFER = 1 << 16;

  /** Reads a body of at most {@link #MAX_BYTES}. */
  public static BatchBody of(HttpServletRequest request) throws IOException {
    return of(request, MAX_BYTES);
  }

  /** Reads a body of at most so many bytes, counted when it is unzipped. */
  public static BatchBody of(HttpServletRequest request, int maxBytes) throws IOException {
    var type = request.getContentType();
    return new BatchBody(bytes(request, maxBytes), type != null && type.startsWith(NDJSON));
  }

  private static byte[] bytes(HttpServletRequest request, int maxBytes) throws IOException {
    var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding == null || encoding.equalsIgnoreCase("identity")) {
      return limited(request.getInputStream().readNBytes(expected(request, maxBytes)), maxBytes);
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw new Invalid(
          KernelError.UNSUPPORTED_MEDIA_TYPE,
          "Send the events as they are, or with Content-Encoding: gzip.",
          List.of(new Invalid.Field("Content-Encoding", "must be gzip")));
    }
    return unzip(request, maxBytes);
  }

  /** One more than are taken, or as many as are announced: room for a small body is made sooner. */
  private static int expected(HttpServletRequest request, int maxBytes) {
    long announced = request.getContentLengthLong();
    return announced < 0 || announced > maxBytes ? maxBytes + 1 : (int) announced;
  }

  /** Stops at the limit, so that a small body cannot unfold into all of the memory. */
  private static byte[] unzip(HttpServletRequest request, int maxBytes) throws IOException {
    try (var zipped = new GZIPInputStream(request.getInputStream(), BUFFER)) {
      var body = new ByteArrayOutputStream();
      var part = new byte[BUFFER];
      for (int read = zipped.read(part);
          read >= 0 && body.size() <= maxBytes;
          read = zipped.read(part)) {
        BodyMemory.take(request, read);
        body.write(part, 0, read);
      }
      return limited(body.toByteArray(), maxBytes);
    } catch (ZipException | EOFException e) {
      throw new Invalid(
          KernelError.INVALID_JSON, "The body is not valid gzip.", List.<Invalid.Field>of());
    }
  }

  private static byte[] limited(byte[] body, int maxBytes) {
    if (body.length > maxBytes) {
      throw new LimitExceeded(
          KernelError.BODY_TOO_LARGE,
          "The body may have at most " + maxBytes + " bytes, unzipped. Send it in smaller parts.");
    }
    return body;
  }
}
