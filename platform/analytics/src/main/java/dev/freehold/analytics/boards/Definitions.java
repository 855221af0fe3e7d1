package dev.freehold.analytics.boards;

import dev.freehold.analytics.AnalyticsError;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.http.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads definitions into the records that are asked, so that none is kept that cannot be. */
@Component
public class Definitions {

  private static final JsonMapper JSON = StrictJson.mapper();

  private final Map<QuestionKind, Askable<?>> kinds;

  Definitions(List<Askable<?>> kinds) {
    this.kinds = kinds.stream().collect(Collectors.toMap(Askable::kind, Function.identity()));
  }

  /**
   * @throws Invalid when the question cannot be asked like this
   */
  void check(QuestionKind kind, JsonNode definition) {
    check(of(kind), definition);
  }

  /** The chart of a saved question, asked now. */
  Chart ask(Caller caller, QuestionKind kind, JsonNode definition) {
    return ask(caller, of(kind), definition);
  }

  /** The record that a definition stands for. */
  public <Q extends Record> Q read(Askable<Q> kind, JsonNode definition) {
    try {
      return JSON.treeToValue(definition, kind.type());
    } catch (JacksonException e) {
      throw refused("cannot be read as a question of this kind: " + e.getOriginalMessage());
    }
  }

  /** A record as it is kept. */
  public static JsonNode write(Record question) {
    return JSON.valueToTree(question);
  }

  private <Q extends Record> void check(Askable<Q> kind, JsonNode definition) {
    if (!definition.isObject()) {
      throw refused("must be an object");
    }
    try {
      kind.check(read(kind, definition));
    } catch (Invalid e) {
      throw new Invalid(
          AnalyticsError.INVALID_QUESTION,
          String.valueOf(e.getMessage()),
          e.fields().stream()
              .map(field -> new Invalid.Field(prefixed(field.field()), field.message()))
              .toList());
    }
  }

  private static String prefixed(String field) {
    return field.equals("definition") ? field : "definition." + field;
  }

  private <Q extends Record> Chart ask(Caller caller, Askable<Q> kind, JsonNode definition) {
    return kind.chart(caller, read(kind, definition));
  }

  private Askable<?> of(QuestionKind kind) {
    var known = kinds.get(kind);
    if (known == null) {
      throw new IllegalStateException("no page asks questions of the kind " + kind);
    }
    return known;
  }

  private static Invalid refused(String message) {
    return new Invalid(
        AnalyticsError.INVALID_QUESTION,
        "definition " + message,
        List.of(new Invalid.Field("definition", message)));
  }
}
