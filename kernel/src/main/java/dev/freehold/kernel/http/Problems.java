package dev.freehold.kernel.http;

import dev.freehold.kernel.db.AlreadyAnswered;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.ErrorCode;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.LimitExceeded;
import dev.freehold.kernel.error.Unauthenticated;
import dev.freehold.kernel.error.Unavailable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns every failure into a problem: as JSON for the API, as a page for a person. */
@RestControllerAdvice
public final class Problems {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final String UNSTORABLE_TEXT = "22021";

  private final ObjectProvider<ErrorPages> pages;
  private final ObjectProvider<IdempotencyInterceptor> idempotency;

  public Problems(
      ObjectProvider<ErrorPages> pages, ObjectProvider<IdempotencyInterceptor> idempotency) {
    this.pages = pages;
    this.idempotency = idempotency;
  }

  @ExceptionHandler
  ResponseEntity<?> ours(ApiException exception, HttpServletRequest request) {
    return answer(request, Problem.of(exception), headers(exception));
  }

  @ExceptionHandler
  @Nullable ResponseEntity<?> overtaken(
      AlreadyAnswered exception, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (idempotency.getObject().replayOvertaken(request, response)) {
      return null;
    }
    return internal(exception, request);
  }

  @ExceptionHandler
  ResponseEntity<?> unreadable(
      HttpMessageNotReadableException exception, HttpServletRequest request) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApiException ours) {
        return ours(ours, request);
      }
    }
    return answer(request, Problem.of(JsonErrors.explain(exception)), new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<?> invalidBody(
      MethodArgumentNotValidException exception, HttpServletRequest request) {
    var fields =
        exception.getFieldErrors().stream()
            .map(
                error ->
                    new Invalid.Field(
                        snakeCase(error.getField()), String.valueOf(error.getDefaultMessage())))
            .toList();
    return invalid(fields, request);
  }

  @ExceptionHandler
  ResponseEntity<?> invalidParameters(
      HandlerMethodValidationException exception, HttpServletRequest request) {
    var fields = new ArrayList<Invalid.Field>();
    for (var result : exception.getParameterValidationResults()) {
      for (var error : result.getResolvableErrors()) {
        fields.add(
            new Invalid.Field(
                name(result.getMethodParameter()), String.valueOf(error.getDefaultMessage())));
      }
    }
    return invalid(fields, request);
  }

  @ExceptionHandler
  ResponseEntity<?> mistyped(
      MethodArgumentTypeMismatchException exception, HttpServletRequest request) {
    var name = exception.getName();
    if (exception
        .getParameter()
        .hasParameterAnnotation(org.springframework.web.bind.annotation.PathVariable.class)) {
      return problem(
          request, KernelError.ROUTE_NOT_FOUND, name + " in the path is not an id of ours.");
    }
    return ours(Invalid.parameter(snakeCase(name), "is malformed"), request);
  }

  @ExceptionHandler
  ResponseEntity<?> missing(
      MissingServletRequestParameterException exception, HttpServletRequest request) {
    return ours(Invalid.parameter(exception.getParameterName(), "is missing"), request);
  }

  /** An address whose parameters are not percent-encoded UTF-8. */
  @ExceptionHandler
  ResponseEntity<?> undecodable(InvalidParameterException exception, HttpServletRequest request) {
    return problem(
        request,
        KernelError.INVALID_PARAMETER,
        "A parameter of the address is not UTF-8 in percent-encoding.");
  }

  @ExceptionHandler
  ResponseEntity<?> noRoute(NoResourceFoundException exception, HttpServletRequest request) {
    return problem(
        request,
        KernelError.ROUTE_NOT_FOUND,
        "There is nothing at this address. The routes are listed at /docs.");
  }

  @ExceptionHandler
  ResponseEntity<?> wrongMethod(
      HttpRequestMethodNotSupportedException exception, HttpServletRequest request) {
    return problem(
        request,
        KernelError.METHOD_NOT_ALLOWED,
        "This route takes "
            + String.join(
                ", ",
                exception.getSupportedHttpMethods() == null
                    ? List.of()
                    : exception.getSupportedHttpMethods().stream().map(Object::toString).toList())
            + ".");
  }

  @ExceptionHandler
  ResponseEntity<?> wrongMediaType(
      HttpMediaTypeNotSupportedException exception, HttpServletRequest request) {
    return problem(
        request,
        KernelError.UNSUPPORTED_MEDIA_TYPE,
        "This route takes " + join(exception.getSupportedMediaTypes()) + ".");
  }

  @ExceptionHandler
  ResponseEntity<?> notAcceptable(
      HttpMediaTypeNotAcceptableException exception, HttpServletRequest request) {
    return problem(
        request,
        KernelError.NOT_ACCEPTABLE,
        "This route answers " + join(exception.getSupportedMediaTypes()) + ".");
  }

  @ExceptionHandler
  ResponseEntity<?> databaseGone(
      DataAccessResourceFailureException exception, HttpServletRequest request) {
    log.warn("PostgreSQL failed in mid-statement: {}", exception.getMessage());
    return ours(
        new Unavailable(
            KernelError.UNAVAILABLE,
            "The database is not reachable right now. Nothing was changed; try again in a moment."),
        request);
  }

  @ExceptionHandler
  ResponseEntity<?> tooSlow(QueryTimeoutException exception, HttpServletRequest request) {
    return ours(
        new Unavailable(KernelError.QUERY_TIMEOUT, "The statement took too long and was stopped."),
        request);
  }

  @ExceptionHandler
  ResponseEntity<?> busy(PessimisticLockingFailureException exception, HttpServletRequest request) {
    log.warn("gave up waiting for another transaction: {}", exception.getMessage());
    return ours(
        new Unavailable(
            KernelError.QUERY_TIMEOUT,
            "Another change to the same objects takes long. Nothing was changed; try again in a"
                + " moment."),
        request);
  }

  /** PostgreSQL keeps no NUL in a text, whichever field it came in. */
  @ExceptionHandler
  ResponseEntity<?> unstorable(
      DataIntegrityViolationException exception, HttpServletRequest request) {
    return exception.getRootCause() instanceof SQLException cause
            && UNSTORABLE_TEXT.equals(cause.getSQLState())
        ? problem(
            request,
            KernelError.INVALID_REQUEST,
            "A text holds the character NUL, which cannot be stored.")
        : internal(exception, request);
  }

  /** The client is gone; there is nobody to answer. */
  @ExceptionHandler
  void gone(AsyncRequestNotUsableException exception) {
    log.debug("client went away", exception);
  }

  @ExceptionHandler
  ResponseEntity<?> internal(Exception exception, HttpServletRequest request) {
    log.error("request failed", exception);
    return problem(
        request,
        KernelError.INTERNAL_ERROR,
        "It is logged under this request id; nothing that failed half-way was kept.");
  }

  private ResponseEntity<?> invalid(List<Invalid.Field> fields, HttpServletRequest request) {
    var detail = new StringBuilder();
    fields.forEach(
        field ->
            detail
                .append(detail.isEmpty() ? "" : "; ")
                .append(field.field())
                .append(' ')
                .append(field.message()));
    return ours(new Invalid(KernelError.INVALID_REQUEST, detail.toString(), fields), request);
  }

  private ResponseEntity<?> problem(HttpServletRequest request, ErrorCode code, String detail) {
    return answer(request, Problem.of(code, detail), new HttpHeaders());
  }

  private ResponseEntity<?> answer(
      HttpServletRequest request, Problem problem, HttpHeaders headers) {
    var page = ApiPath.isOf(request) ? null : pages.getIfAvailable();
    headers.setCacheControl("no-store");
    if (page != null) {
      headers.setContentType(MediaType.TEXT_HTML);
      return new ResponseEntity<>(
          page.render(request, problem), headers, HttpStatus.valueOf(problem.status()));
    }
    headers.setContentType(MediaType.valueOf(Problem.MEDIA_TYPE));
    return new ResponseEntity<>(problem, headers, HttpStatus.valueOf(problem.status()));
  }

  private static HttpHeaders headers(ApiException exception) {
    var headers = new HttpHeaders();
    switch (exception) {
      case LimitExceeded limit when limit.retryAfter().isPositive() ->
          headers.set(HttpHeaders.RETRY_AFTER, Long.toString(limit.retryAfter().toSeconds() + 1));
      case Unavailable unavailable ->
          headers.set(HttpHeaders.RETRY_AFTER, Long.toString(unavailable.retryAfter().toSeconds()));
      case Unauthenticated unauthenticated ->
          headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"freehold\"");
      default -> {}
    }
    return headers;
  }

  private static String join(List<MediaType> types) {
    return String.join(", ", types.stream().map(MediaType::toString).toList());
  }

  private static String name(MethodParameter parameter) {
    var name = parameter.getParameterName();
    return name == null ? "parameter" : snakeCase(name);
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
