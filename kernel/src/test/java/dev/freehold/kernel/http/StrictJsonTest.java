package dev.freehold.kernel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class StrictJsonTest {

  private final JsonMapper json = StrictJson.mapper();

  enum Mood {
    VERY_GOOD
  }

  record Note(String title, int stars, boolean done, @Nullable Mood mood) {}

  record Times(Instant readAt, Duration took) {}

  @Test
  void namesAreInSnakeCaseAndEnumsInLowerCase() {
    var note =
        json.readValue(
            "{\"title\":\"a\",\"stars\":1,\"done\":true,\"mood\":\"very_good\"}", Note.class);
    assertThat(note).isEqualTo(new Note("a", 1, true, Mood.VERY_GOOD));
    assertThat(json.writeValueAsString(new Times(Instant.EPOCH, Duration.ofSeconds(90))))
        .isEqualTo("{\"read_at\":\"1970-01-01T00:00:00Z\",\"took\":\"PT1M30S\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"title\":\"a\",\"stars\":1,\"done\":true,\"colour\":\"red\"}",
        "{\"title\":\"a\",\"title\":\"b\",\"stars\":1,\"done\":true}",
        "{\"title\":1,\"stars\":1,\"done\":true}",
        "{\"title\":\"a\",\"stars\":\"1\",\"done\":true}",
        "{\"title\":\"a\",\"stars\":1.5,\"done\":true}",
        "{\"title\":\"a\",\"stars\":1,\"done\":\"true\"}",
        "{\"title\":\"a\",\"stars\":1,\"done\":1}",
        "{\"title\":\"a\",\"stars\":null,\"done\":true}",
        "{\"title\":\"a\",\"stars\":1,\"done\":true,\"mood\":0}",
        "{\"title\":\"a\",\"stars\":1,\"done\":true,\"mood\":\"grand\"}",
        "{\"title\":\"a\",\"stars\":1,\"done\":true} {}",
        "{\"title\":\"a\",",
        "",
      })
  void whatIsNotExactlyTheFormIsRefused(String body) {
    assertThatThrownBy(() -> json.readValue(body, Note.class)).isInstanceOf(JacksonException.class);
  }

  @Test
  void depthIsBounded() {
    assertThat(json.readTree("[".repeat(50) + "]".repeat(50))).isNotNull();
    assertThatThrownBy(() -> json.readTree("[".repeat(51) + "]".repeat(51)))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void theServersMapperIsAsStrict() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
        .withBean(StrictJson.class)
        .run(
            context -> {
              var server = context.getBean(JsonMapper.class);
              assertThatThrownBy(() -> server.readTree("[".repeat(51) + "]".repeat(51)))
                  .isInstanceOf(JacksonException.class);
              assertThatThrownBy(() -> server.readValue("{\"colour\":\"red\"}", Note.class))
                  .isInstanceOf(JacksonException.class);
            });
  }
}
