package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;

/**
 * A committed file that says what the program does; whoever changes the program writes it again.
 */
final class GeneratedFile {

  private static final String UPDATE = "freehold.update";
  private static final String HOW =
      "%s differs from what the program does. Look at what changed, write it again and commit it:"
          + " mvn -pl server -am test -Dtest='GeneratedFilesTest,IsolationMatrixTest' -D"
          + UPDATE
          + "=true -Dsurefire.failIfNoSpecifiedTests=false";

  private GeneratedFile() {}

  /**
   * @param name the path from the root
   */
  static void check(String name, String text) throws IOException {
    var file = Code.ROOT.resolve(name);
    if (Boolean.getBoolean(UPDATE)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(Files.exists(file) ? Code.read(file) : "").as(HOW, name).isEqualTo(text);
  }
}
