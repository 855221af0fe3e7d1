package dev.freehold.kernel.batch;

import static dev.freehold.kernel.batch.BatchError.INVALID_FIELD;
import static dev.freehold.kernel.batch.BatchError.MISSING_FIELD;
import static dev.freehold.kernel.batch.BatchError.OCCURRED_IN_FUTURE;
import static dev.freehold.kernel.batch.BatchError.OCCURRED_TOO_LONG_AGO;
import static dev.freehold.kernel.batch.BatchError.UNKNOWN_EVENT_FIELD;

import dev.freehold.kernel.error.ErrorCode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The event that is being read: a module's fields, and the first thing wrong with them. */
public abstract class RowFields {

  /** How far a sender's clock may be ahead of ours. */
  public static final Duration MAX_AHEAD = Duration.ofMinutes(5);

  private @Nullable ErrorCode error;
  private String message = "";
  private @Nullable String field;

  /** Refuses the event, unless that was done before. */
  public final void fail(ErrorCode code, String why, @Nullable String at) {
    if (error == null) {
      error = code;
      message = why;
      field = at;
    }
  }

  public final boolean hasFailed() {
    return error != null;
  }

  /** The error as it stands in the answer. */
  final RejectedRow at(int index) {
    var code = error == null ? BatchError.INVALID_EVENT : error;
    return new RejectedRow(index, code.code(), message, field);
  }

  public final void missing(String name) {
    fail(MISSING_FIELD, name + " is missing.", name);
  }

  public final void invalid(String name, String why) {
    fail(INVALID_FIELD, name + " " + why + ".", name);
  }

  /** Refuses a field that nobody reads. */
  public final void unknown(String name) {
    var shown = RowText.shorten(name);
    fail(
        UNKNOWN_EVENT_FIELD,
        "The field " + shown + " is not known. Put your own into properties.",
        shown);
  }

  /** A text of 1 to {@code max} characters. */
  public final String text(String name, String text, int max) {
    if (!RowText.isText(text, max)) {
      invalid(name, "must have 1 to " + max + " characters, none of them a control character");
    }
    return text;
  }

  /** A word: see {@link RowText#isWord}. */
  public final String word(String name, String text) {
    if (!RowText.isWord(text)) {
      invalid(name, "must begin with a letter and have at most 64 letters, digits and _ . : -");
    }
    return text;
  }

  public final @Nullable UUID id(String name, String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      invalid(name, "must be a UUID");
      return null;
    }
  }

  public final @Nullable Instant time(String name, String text) {
    try {
      return Times.parse(text);
    } catch (DateTimeException e) {
      invalid(name, "must be a time with a zone, such as 2026-01-31T12:00:00Z");
      return null;
    }
  }

  /** Whether an event lies within the time that is taken; refuses it otherwise. */
  public final boolean isInTime(Instant occurredAt, Instant now, Duration maxAge) {
    if (occurredAt.isAfter(now.plus(MAX_AHEAD))) {
      fail(
          OCCURRED_IN_FUTURE,
          "occurred_at is more than " + MAX_AHEAD.toMinutes() + " minutes ahead of now.",
          "occurred_at");
      return false;
    }
    if (occurredAt.isBefore(now.minus(maxAge))) {
      fail(
          OCCURRED_TOO_LONG_AGO,
          "occurred_at is more than " + maxAge.toDays() + " days ago.",
          "occurred_at");
      return false;
    }
    return true;
  }
}
