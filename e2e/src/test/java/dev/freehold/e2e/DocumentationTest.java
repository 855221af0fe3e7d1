package dev.freehold.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the examples of the documentation as a reader would. */
class DocumentationTest {

  private static final Path ROOT = Path.of(System.getProperty("freehold.root", ".."));
  private static final Pattern EXAMPLE = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleRunsAsItStands(String example) throws IOException, InterruptedException {
    var tenant = Program.demo().description().tenants().getFirst();
    var shell = new ProcessBuilder("bash", "-e", "-u", "-c", example).redirectErrorStream(true);
    shell.environment().put("URL", Program.demo().url());
    shell.environment().put("KEY", tenant.apiKey());
    shell.environment().put("APP", tenant.appId());
    var process = shell.start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).isNotBlank().doesNotContain("/docs/errors#");
  }

  static Stream<String> examples() throws IOException {
    var text =
        Files.readString(ROOT.resolve("README.md"))
            + Files.readString(ROOT.resolve("docs/attribution.md"))
            + Files.readString(ROOT.resolve("docs/analytics.md"))
            + Files.readString(ROOT.resolve("docs/projects.md"))
            + Files.readString(ROOT.resolve("docs/branding.md"));
    return EXAMPLE.matcher(text).results().map(result -> result.group(1));
  }

  @Test
  void everyLinkBetweenPagesLeadsSomewhere() throws IOException {
    try (var files = pages()) {
      for (var page : files.toList()) {
        var missing =
            LINK.matcher(Files.readString(page))
                .results()
                .map((MatchResult link) -> link.group(1))
                .filter(target -> !Files.exists(page.resolveSibling(target)))
                .toList();
        assertThat(missing).as(ROOT.relativize(page).toString()).isEmpty();
      }
    }
  }

  private static Stream<Path> pages() throws IOException {
    return Stream.concat(Files.list(ROOT), Files.walk(ROOT.resolve("docs")))
        .filter(file -> file.toString().endsWith(".md"));
  }
}
