package dev.freehold.kernel.mail;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail to one address.
 *
 * @param id names it for good, without angle brackets: a mail that is sent twice carries the same,
 *     so that servers and readers can tell
 * @param unsubscribe the address at which a POST ends mails of this kind, as RFC 8058 has it; null
 *     for a mail that somebody's own act brought about
 */
public record Mail(
    String id, String to, String subject, String text, String html, @Nullable String unsubscribe) {

  /** A mail that is like no other, such as one with a link that works once. */
  public static Mail once(String to, String subject, String text, String html) {
    return new Mail(UUID.randomUUID() + "@freehold", to, subject, text, html, null);
  }
}
