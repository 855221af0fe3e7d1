package dev.freehold.kernel.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.ErrorCode;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.LimitExceeded;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What every error answers, as {@code application/problem+json}.
 *
 * <p>Source: RFC 9457.
 *
 * @param type a URI reference to the code's entry in the error list
 * @param title what went wrong in general
 * @param status the HTTP status
 * @param code stable; match on this
 * @param detail what went wrong this time and what to do
 * @param fields the fields at fault, if the request could not be accepted
 * @param violatedPolicies the limits that were hit, as {@code RateLimit-Policy} calls them
 * @param requestId to name when asking for help
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    @Schema(example = "/docs/errors#invalid_request") String type,
    @Schema(example = "Some fields are missing or not valid.") String title,
    @Schema(example = "422") int status,
    @Schema(example = "invalid_request") String code,
    @Schema(example = "name must not be blank") String detail,
    @Nullable List<Invalid.Field> fields,
    @Nullable List<String> violatedPolicies,
    @Nullable String requestId) {

  public static final String MEDIA_TYPE = "application/problem+json";

  public static Problem of(ErrorCode code, String detail) {
    return of(code, detail, null, null);
  }

  static Problem of(ApiException exception) {
    return of(
        exception.code(),
        exception.getMessage(),
        exception instanceof Invalid invalid ? invalid.fields() : null,
        exception instanceof LimitExceeded limit && !limit.policies().isEmpty()
            ? limit.policies()
            : null);
  }

  private static Problem of(
      ErrorCode code,
      @Nullable String detail,
      @Nullable List<Invalid.Field> fields,
      @Nullable List<String> violatedPolicies) {
    return new Problem(
        "/docs/errors#" + code.code(),
        code.title(),
        code.status(),
        code.code(),
        detail == null ? code.title() : detail,
        fields,
        violatedPolicies,
        MDC.get(RequestScope.REQUEST_ID));
  }
}
