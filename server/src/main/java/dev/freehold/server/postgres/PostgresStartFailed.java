package dev.freehold.server.postgres;

/** The embedded server cannot run; the message tells the operator why and what to do. */
public final class PostgresStartFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PostgresStartFailed(String message) {
    super(message);
  }

  PostgresStartFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
