package dev.freehold.kernel.mail;

/** The mail server did not take a mail; it was not sent. */
public final class MailFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MailFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
