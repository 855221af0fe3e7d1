package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.accounts.Role;
import dev.freehold.eventstore.Stream;
import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.error.ErrorCatalogue;
import dev.freehold.kernel.error.ErrorCode;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/** The files in {@code api/} say what the program does; whoever changes it writes them again. */
class GeneratedFilesTest {

  @Test
  void theApiDocumentIsCommitted() throws IOException {
    var document = TestServer.running().ask("GET", "/v1/openapi.json", null, null).json();
    var indenter = new DefaultIndenter("  ", "\n");
    var printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    GeneratedFile.check(
        "api/openapi.json",
        new JsonMapper().writer().with(printer).writeValueAsString(document) + "\n");
  }

  @Test
  void thePermissionsAreCommitted() throws IOException {
    var permissions = TestServer.running().bean(Permissions.class);
    var roles = Role.builtIn();
    var text =
        new StringBuilder(
            """
            # Permissions

            What a key or a member can be allowed. A key holds the permissions it was made with, a
            member those of the role.

            """);
    text.append("| permission | allows |");
    roles.forEach(role -> text.append(" ").append(lower(role)).append(" |"));
    text.append("\n|---|---|").append(":-:|".repeat(roles.size())).append('\n');
    for (var permission : permissions.all()) {
      text.append("| `%s` | %s |".formatted(permission.name(), permission.allows()));
      for (var role : roles) {
        text.append(holds(role, permission, permissions) ? " yes |" : " |");
      }
      text.append('\n');
    }
    GeneratedFile.check("api/permissions.md", text.toString());
  }

  private static boolean holds(Role role, Permission permission, Permissions all) {
    return role.permissions(all).contains(permission.name());
  }

  private static String lower(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  @Test
  void theErrorsAreCommitted() throws IOException {
    var rows =
        TestServer.running().bean(ErrorCatalogue.class).all().stream()
            .map(
                code ->
                    "| `%s` | %d | %s | %s |"
                        .formatted(code.code(), code.status(), code.title(), module(code)))
            .collect(Collectors.joining("\n"));
    GeneratedFile.check(
        "api/errors.md",
        """
        # Error codes

        Every error is `application/problem+json` (RFC 9457) with one of these in `code`; they never
        change. `detail` says what went wrong this time, `fields` which fields are at fault, and
        `request_id` is what to name when asking for help. Codes of single events stand in
        `rejected` of the answer to their batch.

        | code | status | meaning | module |
        |---|--:|---|---|
        """
            + rows
            + "\n");
  }

  private static String module(ErrorCode code) {
    return code.getClass().getPackageName().split("\\.", -1)[2];
  }

  @Test
  void theSettingsAreCommitted() throws IOException {
    var rows =
        Settings.ALL.stream()
            .map(
                setting ->
                    "| `%s` | `%s` | %s | %s |"
                        .formatted(
                            setting.name(),
                            setting.variable(),
                            setting.standard().isEmpty() ? "" : "`" + setting.standard() + "`",
                            setting.meaning()))
            .collect(Collectors.joining("\n"));
    GeneratedFile.check(
        "api/config.md",
        """
        # Settings

        In a YAML or properties file that `--config` names, or as environment variables; options of
        the command line come before both. Times are written `30s`, `5m`, `2h`.

        | setting | environment variable | default | meaning |
        |---|---|---|---|
        """
            + rows
            + "\n");
  }

  @Test
  void theStreamsAreCommitted() throws IOException {
    var streams = TestServer.running().beans(Stream.class);
    GeneratedFile.check("api/streams.md", StreamPages.of(streams));
  }

  @Test
  void theListOfSettingsIsComplete() {
    assertThat(Settings.ALL.stream().map(Settings.Setting::name))
        .doesNotHaveDuplicates()
        .containsAll(Settings.ofTheRecords());
    assertThat(
            Settings.ALL.stream()
                .map(Settings.Setting::name)
                .filter(n -> n.startsWith("freehold.")))
        .containsExactlyInAnyOrderElementsOf(Settings.ofTheRecords());
  }
}
