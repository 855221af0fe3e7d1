package dev.freehold.kernel.error;

/** The error codes that any route can answer with. */
public enum KernelError implements ErrorCode {
  INVALID_JSON(400, "The body is not valid JSON."),
  INVALID_PARAMETER(400, "A parameter of the request is missing or malformed."),
  INVALID_CURSOR(400, "The cursor was not made by this list."),
  INVALID_REQUEST(422, "Some fields are missing or not valid."),
  UNKNOWN_FIELD(422, "The body has a field that this route does not know."),
  UNAUTHENTICATED(401, "The request carries no valid API key or session."),
  ADDRESS_NOT_ALLOWED(403, "The key may not be used from this network address."),
  BOUND_TO_PROJECT(403, "The key is bound to a project, and the route is not for one."),
  PROJECT_PAUSED(403, "The project that the key is bound to is paused or archived."),
  FORBIDDEN(403, "The key or member lacks the permission for this."),
  ROUTE_NOT_FOUND(404, "There is no such route."),
  JOB_NOT_FOUND(404, "There is no such job."),
  METHOD_NOT_ALLOWED(405, "The route exists, but not with this method."),
  NOT_ACCEPTABLE(406, "The route cannot answer in the asked media type."),
  CONFLICT(409, "The change contradicts what is stored."),
  IDEMPOTENCY_CONFLICT(409, "The Idempotency-Key was used with another request."),
  PRECONDITION_FAILED(412, "The object changed since it was read."),
  BODY_TOO_LARGE(413, "The body is larger than the route takes."),
  UNSUPPORTED_MEDIA_TYPE(415, "The route does not take this media type or encoding."),
  RATE_LIMITED(429, "Too many requests."),
  KEY_RATE_LIMITED(429, "The key sent as many requests as it may in a window."),
  PROJECT_RATE_LIMITED(429, "The project's keys sent as many requests as they may in a window."),
  TENANT_RATE_LIMITED(429, "The tenant's keys sent as many requests as they may in a window."),
  TOO_MANY_AT_ONCE(429, "The tenant has as many reports and exports running as it may."),
  INTERNAL_ERROR(500, "Something broke on our side."),
  BUSY(503, "As many reports and exports are running as may at once."),
  QUERY_TIMEOUT(503, "The query took too long."),
  UNAVAILABLE(503, "A store is not reachable right now.");

  private final int status;
  private final String title;

  KernelError(int status, String title) {
    this.status = status;
    this.title = title;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
