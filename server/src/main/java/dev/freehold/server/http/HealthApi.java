package dev.freehold.server.http;

import dev.freehold.eventstore.EventStore;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.db.Databases;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.Unavailable;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.sql.SQLException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** For whatever watches over the process. */
@RestController
@RequestMapping("/health")
@Tag(name = "Health")
class HealthApi {

  private static final int PATIENCE_SECONDS = 2;

  private final Databases databases;
  private final EventStore events;

  HealthApi(Databases databases, EventStore events) {
    this.databases = databases;
    this.events = events;
  }

  /** How it stands. */
  record Health(String status) {}

  /** Answers as long as the process can; failing means: restart it. */
  @GetMapping("/live")
  @Public("says nothing but that the process lives")
  Health live() {
    return new Health("up");
  }

  /** Answers when the stores can be used; failing means: send no requests here for now. */
  @GetMapping("/ready")
  @Public("says nothing but that requests are welcome")
  Health ready() {
    if (!events.isWritable()) {
      throw new Unavailable(KernelError.UNAVAILABLE, "The event store takes no rows right now.");
    }
    try (var connection = databases.application().getConnection()) {
      if (connection.isValid(PATIENCE_SECONDS)) {
        return new Health("up");
      }
      throw new Unavailable(KernelError.UNAVAILABLE, "The database does not answer right now.");
    } catch (SQLException e) {
      throw new Unavailable(KernelError.UNAVAILABLE, "The database is not reachable right now.", e);
    }
  }
}
