package dev.freehold.kernel.error;

import java.util.List;

/** Input that cannot be accepted, with the fields at fault. */
public final class Invalid extends ApiException {

  /** A field by its path in the request and what is wrong with it. */
  public record Field(String field, String message) {}

  private final transient List<Field> fields;

  public Invalid(ErrorCode code, String message, List<Field> fields) {
    super(code, message);
    this.fields = fields;
  }

  /** One field of a body or form that is at fault. */
  public static Invalid field(String field, String message) {
    return new Invalid(
        KernelError.INVALID_REQUEST, field + " " + message, List.of(new Field(field, message)));
  }

  /** One query parameter or header that is at fault. */
  public static Invalid parameter(String name, String message) {
    return new Invalid(
        KernelError.INVALID_PARAMETER, name + " " + message, List.of(new Field(name, message)));
  }

  public List<Field> fields() {
    return fields;
  }
}
