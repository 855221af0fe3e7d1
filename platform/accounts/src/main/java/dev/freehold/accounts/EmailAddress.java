package dev.freehold.accounts;

import dev.freehold.kernel.error.Invalid;
import java.util.Locale;
import java.util.regex.Pattern;

/** What an email address must look like; whether it exists only a mail to it can tell. */
public final class EmailAddress {

  private static final Pattern FORM =
      Pattern.compile(
          "[^@\\s\\p{Cntrl}<>,;:\"()\\[\\]]{1,64}@[^@\\s\\p{Cntrl}<>,;:\"()\\[\\]]{1,189}");

  private EmailAddress() {}

  public static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  public static String checked(String text) {
    if (!isOne(text)) {
      throw Invalid.field("email", "must be an email address");
    }
    return text;
  }

  /** What stands behind the at sign, in lower case. */
  public static String domain(String email) {
    return email.substring(email.indexOf('@') + 1).toLowerCase(Locale.ROOT);
  }
}
