package dev.freehold.analytics.questions;

import dev.freehold.eventstore.Query;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.error.Unavailable;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** A question that takes minutes, one that takes about a second, and one that takes none. */
@Controller
class SlowRoute {

  static final LinkedBlockingQueue<String> ENDED = new LinkedBlockingQueue<>();

  private final Questions questions;

  SlowRoute(Questions questions) {
    this.questions = questions;
  }

  @GetMapping("/test/slow")
  @ResponseBody
  @Public("a route of this test that reads nothing of anybody")
  String slow() {
    return rows("select sum(sin(a.range)) as n from range(30000000) a, range(10000) b");
  }

  @GetMapping("/test/second")
  @ResponseBody
  @Public("a route of this test that reads nothing of anybody")
  String second() {
    return rows("select sum(sin(a.range)) as n from range(30000000) a, range(5) b");
  }

  @GetMapping("/test/fast")
  @ResponseBody
  @Public("a route of this test that reads nothing of anybody")
  String fast() {
    return rows("select count(*) as n from range(7)");
  }

  private String rows(String sql) {
    var caller = Caller.system(UUID.randomUUID(), "test", "req_test");
    var how = "answered";
    try {
      return questions.rows(caller, Query.of(sql), row -> row.getString("n")).getFirst();
    } catch (Unavailable e) {
      how = e.getMessage() + (Thread.currentThread().isInterrupted() ? " interrupted" : "");
      throw e;
    } finally {
      ENDED.add(how);
    }
  }
}
