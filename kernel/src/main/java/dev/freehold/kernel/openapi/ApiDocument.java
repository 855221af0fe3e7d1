package dev.freehold.kernel.openapi;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.ErrorCatalogue;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import dev.freehold.kernel.http.Problem;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The API document, made from the handlers: names as on the wire, security, every answer. */
@Configuration(proxyBeanMethods = false)
class ApiDocument {

  static final String KEY = "api_key";

  static {
    SpringDocUtils.getConfig()
        .addRequestWrapperToIgnore(Caller.class, PageRequest.class, IfMatch.class);
  }

  @Bean
  OpenAPI api() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Freehold")
                .version("1")
                .description(
                    """
                    JSON in snake_case; times in RFC 3339, UTC; ids are UUIDs that grow with time.
                    Lists are newest first: send `next_cursor` as `cursor` for the next part.
                    Writes accept an `Idempotency-Key`: the same key gets the same answer for 24 hours.
                    Errors are `application/problem+json` with a stable `code`.
                    """)
                .license(new License().name("Apache-2.0")))
        .servers(List.of(new Server().url("/").description("this installation")))
        .components(
            new Components()
                .addSecuritySchemes(
                    KEY,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("An API key, `fh_live_…`, made in the console")));
  }

  @Bean
  ModelResolver snakeCase(ObjectMapperProvider mappers) {
    return new Schemas(mappers.jsonMapper());
  }

  @Bean
  OperationCustomizer answers(ErrorCatalogue errors) {
    return new Answers(errors);
  }

  /**
   * Schemas and paths in a fixed order, so that the committed document changes only when the API
   * does.
   */
  @Bean
  OpenApiCustomizer fixedOrder(ErrorCatalogue errors) {
    return document -> {
      // Every error answers it, so no handler names it.
      ModelConverters.getInstance(true)
          .readAll(Problem.class)
          .forEach(document.getComponents()::addSchemas);
      errors
          .all()
          .forEach(
              code -> document.getComponents().addExamples(code.code(), Answers.example(code)));
      document.getComponents().getSchemas().values().forEach(ApiDocument::lowerCaseEnums);
      document.getComponents().setSchemas(new TreeMap<>(document.getComponents().getSchemas()));
      var paths = new TreeMap<>(document.getPaths());
      document.getPaths().clear();
      document.getPaths().putAll(paths);
    };
  }

  @SuppressWarnings("unchecked")
  private static void lowerCaseEnums(Schema<?> schema) {
    if (schema.getEnum() != null) {
      var names = new ArrayList<Object>();
      schema.getEnum().forEach(value -> names.add(value.toString().toLowerCase(Locale.ROOT)));
      ((Schema<Object>) schema).setEnum(names);
    }
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(ApiDocument::lowerCaseEnums);
    }
    if (schema.getItems() != null) {
      lowerCaseEnums(schema.getItems());
    }
  }
}
