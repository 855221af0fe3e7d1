package dev.freehold.kernel.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.github.therapi.runtimejavadoc.ParamJavadoc;
import com.github.therapi.runtimejavadoc.RuntimeJavadoc;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Schemas as our records mean them: names in snake_case, what is not {@code @Nullable} is always
 * there, and the Javadoc of the record describes it.
 */
final class Schemas extends ModelResolver {

  private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();

  /** What these mean everywhere, unless a record says more. */
  private static final Map<String, String> USUAL =
      Map.of(
          "id", "its id, which grows with time",
          "created_at", "when it was made",
          "updated_at", "when it last changed",
          "archived_at", "since when it is out of use; null while it is in use",
          "version", "grows with each change; the `ETag` of the answer");

  Schemas(ObjectMapper mapper) {
    super(mapper.copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
  }

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType annotated, ModelConverterContext context, Iterator<ModelConverter> chain) {
    var type = _mapper.constructType(annotated.getType()).getRawClass();
    if (type == JsonNode.class) {
      return new Schema<>().type("object").types(types("object")).additionalProperties(true);
    }
    var schema = super.resolve(annotated, context, chain);
    if (schema != null && type.isRecord()) {
      complete(type, schema.get$ref() == null ? schema : target(schema, context));
    }
    return schema;
  }

  private static @Nullable Schema<?> target(Schema<?> reference, ModelConverterContext context) {
    var address = reference.get$ref();
    return context.getDefinedModels().get(address.substring(address.lastIndexOf('/') + 1));
  }

  private static void complete(Class<?> type, @Nullable Schema<?> schema) {
    if (schema == null || schema.getProperties() == null) {
      return;
    }
    var javadoc = RuntimeJavadoc.getJavadoc(type);
    if (schema.getDescription() == null && !javadoc.isEmpty()) {
      schema.setDescription(Text.of(javadoc.getComment()));
    }
    var said =
        javadoc.getRecordComponents().stream()
            .collect(Collectors.toMap(ParamJavadoc::getName, Schemas::text, (a, b) -> a));
    var required = new ArrayList<String>();
    for (var component : type.getRecordComponents()) {
      var name = NAMES.translate(component.getName());
      var property = schema.getProperties().get(name);
      if (property == null) {
        continue;
      }
      describe(property, name, said.get(component.getName()));
      bound(property, component);
      if (isNullable(component)) {
        schema.getProperties().put(name, orNull(property));
      } else {
        required.add(name);
      }
    }
    schema.setRequired(required.isEmpty() ? null : required);
  }

  private static String text(ParamJavadoc parameter) {
    return Text.of(parameter.getComment());
  }

  private static void describe(Schema<?> property, String name, @Nullable String said) {
    if (property.getDescription() == null) {
      property.setDescription(said == null || said.isBlank() ? USUAL.get(name) : said);
    }
  }

  /** An example of a list is not one of its items; what must not be blank is not empty. */
  private static void bound(Schema<?> property, RecordComponent component) {
    if (property.getItems() != null) {
      property.getItems().setExample(null);
      property.getItems().setExampleSetFlag(false);
    }
    anchor(property);
    var accessor = component.getAccessor();
    if (accessor.isAnnotationPresent(NotBlank.class)) {
      property.setMinLength(1);
    }
    if (accessor.isAnnotationPresent(NotEmpty.class)) {
      property.setMinItems(1);
    }
  }

  /** Our patterns hold for the whole text; those of JSON Schema for any part of it. */
  private static void anchor(Schema<?> property) {
    var pattern = property.getPattern();
    if (pattern != null && !pattern.startsWith("^")) {
      property.setPattern("^(?:" + pattern + ")$");
    }
    if (property.getItems() != null) {
      anchor(property.getItems());
    }
  }

  private static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static Schema<?> orNull(Schema<?> property) {
    if (property.get$ref() != null) {
      return new Schema<>()
          .description(property.getDescription())
          .anyOf(List.of(new Schema<>().$ref(property.get$ref()), nothing()));
    }
    var types =
        property.getTypes() == null
            ? types(property.getType())
            : new LinkedHashSet<>(property.getTypes());
    types.add("null");
    property.setTypes(types);
    return property;
  }

  private static Schema<?> nothing() {
    return new Schema<>().type("null").types(types("null"));
  }

  private static LinkedHashSet<String> types(String... types) {
    return new LinkedHashSet<>(Arrays.asList(types));
  }
}
