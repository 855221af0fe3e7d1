package dev.freehold.accounts.keys;

import dev.freehold.accounts.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The text of an API key, {@code fh_live_<public id>_<secret><checksum>} or {@code fh_test_…}: 12,
 * 30 and 6 base62 characters. The checksum is the CRC32 of all before it, so that a leak scanner
 * can tell a real key offline.
 */
public record KeyText(KeyMode mode, String publicId, String whole) {

  private static final int PUBLIC_ID = 12;
  private static final int SECRET = 30;
  private static final int CHECKSUM = 6;
  private static final Pattern FORM =
      Pattern.compile(
          "fh_(live|test)_([0-9A-Za-z]{%d})_[0-9A-Za-z]{%d}"
              .formatted(PUBLIC_ID, SECRET + CHECKSUM));

  static KeyText generate(KeyMode mode) {
    var publicId = Tokens.random(PUBLIC_ID);
    var unchecked = mode.prefix() + publicId + "_" + Tokens.random(SECRET);
    return new KeyText(mode, publicId, unchecked + checksum(unchecked));
  }

  /** The key, or null if the text cannot be one: wrong form or wrong checksum. */
  public static @Nullable KeyText parse(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    int end = text.length() - CHECKSUM;
    if (!text.substring(end).equals(checksum(text.substring(0, end)))) {
      return null;
    }
    return new KeyText(
        KeyMode.valueOf(parts.group(1).toUpperCase(Locale.ROOT)), parts.group(2), text);
  }

  /** SHA-256 of the whole key; its 178 random bits need no slow hash. */
  public byte[] hash() {
    return Tokens.sha256(whole);
  }

  private static String checksum(String text) {
    var crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    var digits = new char[CHECKSUM];
    long rest = crc.getValue();
    for (int i = CHECKSUM - 1; i >= 0; i--) {
      digits[i] = Tokens.BASE62.charAt((int) (rest % Tokens.BASE62.length()));
      rest /= Tokens.BASE62.length();
    }
    return new String(digits);
  }

  @Override
  public String toString() {
    return mode.prefix() + publicId + "_…";
  }
}
