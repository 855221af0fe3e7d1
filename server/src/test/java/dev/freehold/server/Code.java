package dev.freehold.server;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The program's own classes and sources, for tests about them. */
final class Code {

  /** Every class of the program, of all modules, without tests and without generated pages. */
  static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/pages/"))
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.freehold");

  /** The folder of the repository. */
  static final Path ROOT = Path.of(System.getProperty("freehold.root"));

  private static final List<String> SKIPPED = List.of("target", ".git", "data", "node_modules");

  private Code() {}

  /** The text of every file whose name ends like this, by its path from the root. */
  static Map<String, String> sources(String suffix) {
    var sources = new TreeMap<String, String>();
    try (var files = Files.walk(ROOT)) {
      files
          .filter(file -> file.toString().endsWith(suffix))
          .filter(file -> !isSkipped(ROOT.relativize(file)))
          .forEach(file -> sources.put(ROOT.relativize(file).toString(), read(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  private static boolean isSkipped(Path path) {
    for (var part : path) {
      if (SKIPPED.contains(part.toString())) {
        return true;
      }
    }
    return false;
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
