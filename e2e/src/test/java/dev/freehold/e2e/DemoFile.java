package dev.freehold.e2e;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** What the demo leaves in {@code demo.json}, and nothing else. */
record DemoFile(String url, Operator operator, List<Tenant> tenants) {

  /** Whoever runs the installation. */
  record Operator(String email, String password) {}

  /** A tenant with its owner, a key of all scopes and its app. */
  record Tenant(String slug, String email, String password, String apiKey, String appId) {}

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  static DemoFile read(Path file) {
    return JSON.readValue(file.toFile(), DemoFile.class);
  }
}
