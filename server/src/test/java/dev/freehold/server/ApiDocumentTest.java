package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.error.ErrorCatalogue;
import dev.freehold.kernel.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The API document says all that a client's developer needs to know. */
class ApiDocumentTest {

  /** Codes that stand beside single events of a batch, so in its answer and not in a problem. */
  private static final Set<String> PER_EVENT =
      Set.of(
          "invalid_event",
          "missing_field",
          "invalid_field",
          "unknown_event_field",
          "invalid_revenue",
          "currency_mismatch",
          "properties_too_large",
          "occurred_in_future",
          "occurred_too_long_ago");

  /** The one route of the API that needs no key. */
  private static final String PUBLIC = "/v1/collect/";

  /** Codes that no operation of the document answers with, and where they are met instead. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("method_not_allowed", "an address with another method is not an operation"),
          Map.entry("conflict", "reserved; no route answers it yet"),
          Map.entry("email_taken", "the console's sign-up"),
          Map.entry("slug_taken", "the console's sign-up"),
          Map.entry("sign_up_not_found", "the link of a mail"),
          Map.entry("too_many_sign_ups", "the console's sign-up"),
          Map.entry("sign_up_closed", "the console's sign-up"),
          Map.entry("maintenance", "any operation while the installation is closed"),
          Map.entry("not_while_impersonating", "the console"),
          Map.entry("read_only_impersonation", "the console"),
          Map.entry("mail_link_not_found", "the link of a mail"),
          Map.entry("too_many_mails", "the console's password reset"),
          Map.entry("invited_somebody_else", "the link of an invitation"),
          Map.entry("person_needed", "the console's members"),
          Map.entry("member_suspended", "the console's members"),
          Map.entry("no_second_factor", "the console's second factors"),
          Map.entry("second_factor_exists", "the console's second factors"),
          Map.entry("passkey_refused", "the console's login"),
          Map.entry("single_sign_on_required", "the console's login"),
          Map.entry("sso_login_over", "the console's login"),
          Map.entry("sso_login_refused", "the console's login"),
          Map.entry("too_many_sso_logins", "the console's login"));

  /** Routes that a person signs in by; they take no key. */
  /** What everybody with a key may ask. */
  private static final String MINE = "/v1/access/mine";

  private static final String TOKENS = "/v1/tokens";

  private static JsonNode document;

  @BeforeAll
  static void read() {
    document = TestServer.running().ask("GET", "/v1/openapi.json", null, null).json();
  }

  static Map<String, JsonNode> operationsByName() {
    var operations = new TreeMap<String, JsonNode>();
    document
        .path("paths")
        .forEachEntry(
            (path, methods) ->
                methods.forEachEntry(
                    (method, operation) -> operations.put(path + " " + method, operation)));
    return operations;
  }

  static List<String> operations() {
    read();
    return List.copyOf(operationsByName().keySet());
  }

  private static JsonNode operation(String name) {
    return operationsByName().getOrDefault(name, document);
  }

  @Test
  void everyRouteOfTheApiIsInIt() {
    assertThat(operationsByName().keySet())
        .containsAll(
            Route.ofTheApi().stream()
                .map(
                    route ->
                        route.pattern() + " " + route.method().toLowerCase(java.util.Locale.ROOT))
                .toList());
    assertThat(operationsByName().values())
        .extracting(operation -> operation.path("operationId").asString())
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[a-z][A-Za-z]+"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationSaysWhatItDoesAndWhatItNeeds(String name) {
    var operation = operation(name);
    assertThat(operation.path("summary").asString()).matches("[A-Z].{10,}");
    assertThat(operation.path("tags").size()).isOne();
    if (name.startsWith("/v1/") && !name.startsWith(PUBLIC) && !name.startsWith(TOKENS)) {
      assertThat(operation.path("security").toString()).isEqualTo("[{\"api_key\":[]}]");
      if (!name.startsWith(MINE)) {
        assertThat(operation.path("description").asString()).contains("Needs the permission `");
      }
    }
    for (var parameter : operation.path("parameters")) {
      var where = parameter.path("name").asString();
      assertThat(parameter.path("description").asString()).as(where).isNotBlank();
      if (!parameter.path("in").asString().equals("header")) {
        assertThat(where).matches("[a-z][a-z0-9_]*");
      }
      assertThat(parameter.path("schema").has("type")).as(where).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationDescribesEveryAnswer(String name) {
    var catalogue =
        TestServer.running().bean(ErrorCatalogue.class).all().stream()
            .collect(Collectors.toMap(ErrorCode::code, ErrorCode::status));
    var good = new ArrayList<String>();
    operation(name)
        .path("responses")
        .forEachEntry(
            (status, answer) -> {
              if (status.startsWith("2") || status.startsWith("3")) {
                good.add(status);
                var isEmpty = status.equals("204") || status.startsWith("3");
                assertThat(answer.path("content").isEmpty()).as(status).isEqualTo(isEmpty);
                answer
                    .path("content")
                    .forEachEntry(
                        (type, media) -> {
                          assertThat(type).isNotEqualTo("*/*");
                          assertThat(media.path("schema").isEmpty()).as(type).isFalse();
                        });
              } else {
                var media = answer.path("content").path("application/problem+json");
                assertThat(media.path("schema").path("$ref").asString()).endsWith("/Problem");
                assertThat(media.path("examples").isEmpty()).as(status).isFalse();
                media
                    .path("examples")
                    .forEachEntry(
                        (code, example) ->
                            assertThat(catalogue.get(code))
                                .as(code)
                                .isEqualTo(Integer.parseInt(status)));
              }
            });
    assertThat(good).hasSize(1);
  }

  @Test
  void everyErrorCodeStandsSomewhere() {
    var shown = new TreeSet<String>();
    for (var operation : operationsByName().values()) {
      for (var answer : operation.path("responses")) {
        answer
            .path("content")
            .path("application/problem+json")
            .path("examples")
            .forEachEntry((code, example) -> shown.add(code));
      }
    }
    assertThat(shown).doesNotContainAnyElementsOf(ELSEWHERE.keySet());
    shown.addAll(PER_EVENT);
    shown.addAll(ELSEWHERE.keySet());
    assertThat(shown)
        .isEqualTo(
            TestServer.running().bean(ErrorCatalogue.class).all().stream()
                .map(ErrorCode::code)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everyReferenceLeadsSomewhereAndEverySchemaIsUsed() {
    var schemas = document.path("components").path("schemas");
    var wanted = new TreeSet<String>();
    document.findValuesAsString("$ref").stream()
        .filter(reference -> reference.startsWith("#/components/schemas/"))
        .forEach(reference -> wanted.add(reference.replace("#/components/schemas/", "")));
    var there = new TreeSet<String>();
    schemas.forEachEntry((name, schema) -> there.add(name));
    assertThat(wanted).isEqualTo(there);
  }

  @Test
  void aSchemaNamesItsFieldsAsTheyTravelAndSaysWhichAreAlwaysThere() {
    document
        .path("components")
        .path("schemas")
        .forEachEntry(
            (name, schema) -> {
              assertThat(schema.path("properties").isEmpty()).as(name).isFalse();
              var required = new ArrayList<String>();
              schema.path("required").forEach(field -> required.add(field.asString()));
              schema
                  .path("properties")
                  .forEachEntry(
                      (field, property) -> {
                        var where = name + "." + field;
                        assertThat(field).as(where).matches("[a-z][a-z0-9_]*");
                        assertThat(isNullable(property))
                            .as(where + " is either always there or may be null")
                            .isNotEqualTo(required.contains(field));
                        assertThat(property.toString())
                            .as(where)
                            .doesNotContain("JsonNode", "java.");
                        property
                            .path("enum")
                            .forEach(
                                value -> assertThat(value.asString()).matches("[a-z][a-z0-9_]*"));
                      });
            });
  }

  private static boolean isNullable(JsonNode property) {
    return property.path("type").toString().contains("null")
        || property.path("anyOf").toString().contains("\"null\"");
  }

  /** The text of a record's Javadoc, so that it is read at all. */
  @Test
  void fieldsAndRecordsCarryTheirJavadoc() {
    var schemas = document.path("components").path("schemas");
    assertThat(
            schemas.path("NewApiKey").path("properties").path("key").path("description").asString())
        .isEqualTo("the whole key, to send as `Authorization: Bearer <key>`");
    assertThat(schemas.path("Tenant").path("description").asString()).startsWith("A customer");
    assertThat(document.toString()).doesNotContain("</code>", "<p>", "{@");
  }
}
