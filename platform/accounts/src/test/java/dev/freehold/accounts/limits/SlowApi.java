package dev.freehold.accounts.limits;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Expensive;
import dev.freehold.kernel.access.Requires;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A route of these tests alone, whose requests run until they are let go. */
@RestController
class SlowApi {

  final Semaphore running = new Semaphore(0);
  volatile CountDownLatch letGo = new CountDownLatch(1);

  @GetMapping("/v1/slow")
  @Requires("accounts.tenant:read")
  @Expensive
  String slow(Caller caller, @RequestParam boolean wait) throws InterruptedException {
    if (wait) {
      running.release();
      letGo.await();
    }
    return "\"done\"";
  }
}
