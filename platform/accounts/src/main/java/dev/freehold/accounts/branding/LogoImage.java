package dev.freehold.accounts.branding;

import dev.freehold.kernel.error.Invalid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A logo whose bytes are what they claim to be: an image that was decoded once as a whole.
 *
 * @param sha256 of the bytes, in hexadecimal
 */
public record LogoImage(String mediaType, byte[] content, int width, int height, String sha256) {

  public static final int MAX_BYTES = 256 * 1024;

  static final int MAX_SIDE = 2048;

  /** What an image of each kind begins with; {@code .} stands for any byte. */
  private enum Format {
    PNG("image/png", "\u0089PNG\r\n\u001a\n"),
    JPEG("image/jpeg", "\u00ff\u00d8\u00ff"),
    WEBP("image/webp", "RIFF....WEBP");

    private final String mediaType;
    private final byte[] magic;

    Format(String mediaType, String magic) {
      this.mediaType = mediaType;
      this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
    }

    static @Nullable Format of(byte[] content) {
      return Arrays.stream(values())
          .filter(format -> format.begins(content))
          .findFirst()
          .orElse(null);
    }

    private boolean begins(byte[] content) {
      if (content.length < magic.length) {
        return false;
      }
      for (int i = 0; i < magic.length; i++) {
        if (magic[i] != '.' && magic[i] != content[i]) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * @throws Invalid if it is too large, or no PNG, JPEG or WebP image
   */
  static LogoImage checked(byte[] content) {
    if (content.length > MAX_BYTES) {
      throw wrong("must have at most " + MAX_BYTES / 1024 + " KiB");
    }
    var format = Format.of(content);
    if (format == null) {
      throw wrong("must be a PNG, JPEG or WebP image");
    }
    var readers = ImageIO.getImageReadersByFormatName(format.name());
    if (!readers.hasNext()) {
      throw new IllegalStateException("nothing here reads " + format.mediaType);
    }
    var reader = readers.next();
    try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      reader.setInput(input, true, true);
      return decoded(reader, format, content);
    } catch (IOException | RuntimeException e) {
      // Decoders meet broken bytes with many kinds of exception, of the unchecked ones as well.
      throw e instanceof Invalid invalid ? invalid : wrong("is broken: it cannot be decoded");
    } finally {
      reader.dispose();
    }
  }

  /** The sides are known from the header, before a picture of their size takes any memory. */
  private static LogoImage decoded(ImageReader reader, Format format, byte[] content)
      throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if (width > MAX_SIDE || height > MAX_SIDE) {
      throw wrong("must be at most " + MAX_SIDE + " pixels wide and high");
    }
    var picture = reader.read(0);
    if (picture.getWidth() != width || picture.getHeight() != height) {
      throw wrong("is broken: it is not as large as it says");
    }
    return new LogoImage(format.mediaType, content, width, height, hash(content));
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static LogoImage of(ResultSet row, int index) throws SQLException {
    return new LogoImage(
        row.getString("media_type"),
        row.getBytes("content"),
        row.getInt("width"),
        row.getInt("height"),
        row.getString("sha256"));
  }

  private static Invalid wrong(String why) {
    return Invalid.field("image", why);
  }
}
