package dev.freehold.kernel.mail;

/**
 * A mail to one address.
 *
 * @param id names it for good, without angle brackets: a mail that is sent twice carries the same,
 *     so that servers and readers can tell
 * @param unsubscribe the address at which a POST ends mails of this kind, as RFC 8058 has it
 */
public record Mail(
    String id, String to, String subject, String text, String html, String unsubscribe) {}
