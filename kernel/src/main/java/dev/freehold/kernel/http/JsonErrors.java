package dev.freehold.kernel.http;

import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in a sentence why a body could not be read, without repeating what it held. */
final class JsonErrors {

  private JsonErrors() {}

  static Invalid explain(HttpMessageNotReadableException exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnrecognizedPropertyException unknown -> {
          return unknownField(unknown);
        }
        case MismatchedInputException mismatch when !mismatch.getPath().isEmpty() -> {
          return Invalid.field(path(mismatch), "has the wrong type or form");
        }
        case JacksonException json -> {
          return malformed("The body is not valid JSON" + position(json) + ".");
        }
        default -> {}
      }
    }
    return malformed("The body is missing or cannot be read; send JSON.");
  }

  private static Invalid unknownField(UnrecognizedPropertyException unknown) {
    var known =
        unknown.getKnownPropertyIds() == null
            ? ""
            : unknown.getKnownPropertyIds().stream()
                .map(Object::toString)
                .sorted()
                .collect(Collectors.joining(", "));
    return new Invalid(
        KernelError.UNKNOWN_FIELD,
        "The field " + path(unknown) + " is not known here. Known are: " + known + ".",
        List.of(new Invalid.Field(path(unknown), "is not known here")));
  }

  private static Invalid malformed(String message) {
    return new Invalid(KernelError.INVALID_JSON, message, List.of());
  }

  private static String position(JacksonException exception) {
    var location = exception.getLocation();
    return location == null || location.getLineNr() < 1
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  private static String path(JacksonException exception) {
    return exception.getPath().stream()
        .map(
            step ->
                step.getPropertyName() != null
                    ? step.getPropertyName()
                    : Integer.toString(step.getIndex()))
        .collect(Collectors.joining("."));
  }
}
