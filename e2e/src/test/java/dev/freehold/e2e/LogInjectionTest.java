package dev.freehold.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Whoever sends line breaks begins no line of the log, also where it says everything. */
class LogInjectionTest {

  private static final String FORGED = "\r\n{\"log\":{\"level\":\"ERROR\"},\"message\":\"forged\"}";
  private static final Pattern SENT = Pattern.compile("forged");

  @TempDir Path folder;

  @Test
  void whatIsSentStaysWithinTheLineThatSpeaksOfIt() throws IOException {
    var config = Files.writeString(folder.resolve("all.properties"), "logging.level.root=trace\n");
    try (var program =
        Program.serve(folder.resolve("data"), "--config", config.toString()).ready()) {
      var api = program.anonymous();
      var encoded = URLEncoder.encode(FORGED, StandardCharsets.UTF_8);
      api.get("/v1/attribution/apps?cursor=" + encoded);
      api.get("/no/such/page/" + encoded);
      api.post("/v1/tokens", Map.of("email" + FORGED, FORGED));
      api.post("/v1/tokens", Map.of("email", "a@b.example" + FORGED, "password", FORGED));
      await().until(() -> SENT.matcher(program.output()).find());
      program.stop();

      var speaking = program.output().lines().filter(line -> line.contains("forged")).toList();
      assertThat(speaking).isNotEmpty();
      var json = new JsonMapper();
      for (var line : speaking) {
        assertThat(json.readTree(line).path("message").asString()).isNotEqualTo("forged");
        assertThat(List.copyOf(json.readTree(line).propertyNames())).contains("@timestamp");
      }
    }
  }
}
