package dev.freehold.analytics.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freehold.analytics.questions.Questions;
import dev.freehold.eventstore.Query;
import dev.freehold.kernel.Caller;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The names of the events that a tenant sent lately, to choose from; a minute old at most. */
@Component
class EventNames {

  private static final int MOST = 100;
  private static final Duration LATELY = Duration.ofDays(30);

  private final Questions questions;
  private final Cache<UUID, List<String>> known =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(1)).maximumSize(1_000).build();

  EventNames(Questions questions) {
    this.questions = questions;
  }

  List<String> of(Caller caller) {
    var remembered = known.getIfPresent(caller.tenantId());
    if (remembered != null) {
      return remembered;
    }
    var found = ask(caller);
    if (!found.isEmpty()) {
      known.put(caller.tenantId(), found);
    }
    return found;
  }

  private List<String> ask(Caller caller) {
    return questions.rows(
        caller,
        Query.of(
            """
            select name from {analytics_events}
            where kind = 'track' and occurred_at >= ?
            group by name order by count(*) desc, name limit ?
            """,
            questions.now().minus(LATELY),
            MOST),
        row -> row.getString("name"));
  }
}
