package dev.freehold.analytics.summaries;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Databases;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.http.RequestScope;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Ends the mails of whoever holds a link from one of them; the link names no tenant. */
@Component
class Unsubscribes {

  private record Reader(UUID tenantId, UUID userId) {}

  private final JdbcClient lookup;
  private final SummaryReaders readers;

  Unsubscribes(Databases databases, SummaryReaders readers) {
    this.lookup = JdbcClient.create(databases.application());
    this.readers = readers;
  }

  /** Following the link again, or with a token that is none, changes nothing and says nothing. */
  void unsubscribe(UnsubscribeToken token) {
    lookup
        .sql("select * from lookup.summary_reader(:hash)")
        .param("hash", token.hash())
        .query(Rows.of(Reader.class))
        .optional()
        .ifPresent(
            reader ->
                readers.remove(
                    Caller.system(reader.tenantId(), "unsubscribe link", RequestScope.requestId()),
                    reader.userId()));
  }
}
