package dev.freehold.analytics.retention;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.IfMatch;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Retention over HTTP; the rules live in {@link StreamRetentions}. */
@RestController
@RequestMapping("/v1/analytics/retention")
@Tag(name = "Retention")
class StreamRetentionsApi {

  private final StreamRetentions retentions;

  StreamRetentionsApi(StreamRetentions retentions) {
    this.retentions = retentions;
  }

  /** Every stream of events. */
  record RetentionList(List<StreamRetention> rows) {}

  /** Lists for how long each stream of events is kept. */
  @GetMapping
  @Requires("analytics.retention:read")
  RetentionList listRetention(Caller caller) {
    return new RetentionList(retentions.list(caller));
  }

  /**
   * Reads for how long one stream is kept.
   *
   * @param stream its name, such as usage_events
   */
  @GetMapping("/{stream}")
  @Requires("analytics.retention:read")
  @Fails("stream_not_found")
  StreamRetention getRetention(Caller caller, @PathVariable String stream) {
    return retentions.get(caller, stream);
  }

  /**
   * Keeps a stream for so many days, within what is declared. What is older is gone for queries at
   * once and for good; fields left out go back to what is declared.
   *
   * @param stream its name, such as usage_events
   */
  @PutMapping("/{stream}")
  @Requires("analytics.retention:erase")
  @Fails("stream_not_found")
  StreamRetention setRetention(
      Caller caller, @PathVariable String stream, IfMatch ifMatch, @Valid @RequestBody Days days) {
    return retentions.set(caller, stream, days, ifMatch);
  }
}
