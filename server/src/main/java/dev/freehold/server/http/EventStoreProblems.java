package dev.freehold.server.http;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.QueryTimeout;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.http.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Failures of the event store, which knows nothing of HTTP. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class EventStoreProblems {

  private static final Logger log = LoggerFactory.getLogger(EventStoreProblems.class);

  @ExceptionHandler
  ResponseEntity<Problem> unavailable(EventStoreUnavailable exception) {
    log.warn("the event store takes nothing right now: {}", exception.getMessage());
    return answer(
        Problem.of(
            KernelError.UNAVAILABLE,
            "The event store cannot take or answer this right now; nothing of it was kept. Try again in"
                + " a moment."));
  }

  @ExceptionHandler
  ResponseEntity<Problem> timeout(QueryTimeout exception) {
    return answer(
        Problem.of(
            KernelError.QUERY_TIMEOUT,
            "The report took too long and was stopped. Ask for a shorter range."));
  }

  private static ResponseEntity<Problem> answer(Problem problem) {
    return ResponseEntity.status(problem.status())
        .contentType(MediaType.valueOf(Problem.MEDIA_TYPE))
        .header(HttpHeaders.RETRY_AFTER, "2")
        .body(problem);
  }
}
