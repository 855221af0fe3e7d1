package dev.freehold.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the events is full for a while: a small file system of the test's own. */
class FullDiskTest {

  private static final String DISK = "160m";
  private static final int BALLAST_BYTES = 96 << 20;
  private static final int EVENTS = 500;
  private static final int TEXT = 3_000;
  private static final int MOST_BATCHES = 500;

  @TempDir Path folder;
  private final SplittableRandom random = new SplittableRandom(7);
  private boolean mounted;

  @BeforeEach
  void mountSmallDisk() throws Exception {
    var disk = Files.createDirectories(events());
    mounted = run("mount", "-t", "tmpfs", "-o", "size=" + DISK, "freehold", disk.toString()) == 0;
    if (!"1".equals(System.getenv("FREEHOLD_REQUIRE_ALL"))) {
      assumeTrue(mounted, "SKIPPED: mounting a small file system needs root; no full disk tested");
    }
    assertThat(mounted).as("a small file system could be mounted").isTrue();
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", events().toString())).isZero();
    }
  }

  @Test
  void eventsAnswer503WithoutHalfABatchAndAreTakenWhenThereIsSpaceAgain() throws IOException {
    try (var program = Program.demo(folder.resolve("data")).ready()) {
      var api = program.acme();
      var app = api.newApp("Full disk");
      var ballast = Files.write(events().resolve("ballast"), new byte[BALLAST_BYTES]);
      int taken = 0;
      var batch = batch(app, taken);
      var answer = api.post(Api.EVENTS, batch);
      for (; answer.isSuccess() && taken < MOST_BATCHES; answer = api.post(Api.EVENTS, batch)) {
        batch = batch(app, ++taken);
      }
      assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("unavailable");
      assertThat(answer.header("Retry-After")).isNotEmpty();
      assertThat(api.get("/health/live").status()).isEqualTo(200);
      assertThat(api.conversions(app)).isEqualTo((long) taken * EVENTS);

      Files.delete(ballast);
      var refused = batch;
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> api.post(Api.EVENTS, refused), Answer::isSuccess);
      assertThat(api.conversions(app)).isEqualTo((long) (taken + 1) * EVENTS);
      assertThat(api.get("/health/ready").status()).isEqualTo(200);
    }
  }

  private List<Map<String, Object>> batch(String app, int number) {
    var events = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < EVENTS; i++) {
      var event = new HashMap<>(Api.purchase(app, "batch-" + number + "-" + i));
      event.put("properties", Map.of("text", noise()));
      events.add(event);
    }
    return events;
  }

  /** Text that does not compress. */
  private String noise() {
    var text = new StringBuilder(TEXT);
    for (int i = 0; i < TEXT; i++) {
      text.append((char) ('0' + random.nextInt(75)));
    }
    return text.toString().replace('\\', 'x');
  }

  private Path events() {
    return folder.resolve("data").resolve("events");
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
