package dev.freehold.kernel.db;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.ibatis.migration.Change;
import org.apache.ibatis.migration.MigrationLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The migrations of all modules: {@code db/YYYYMMDDHHMM_module_what.sql} on the class path, the
 * undo below {@code -- //@UNDO}.
 */
public final class MigrationScripts implements MigrationLoader {

  private static final String UNDO = "-- //@UNDO";

  private record Script(Change change, Resource resource) {}

  private final List<Script> scripts;

  private MigrationScripts(List<Script> scripts) {
    this.scripts = scripts;
  }

  static MigrationScripts ofAllModules() {
    try {
      var resources =
          new PathMatchingResourcePatternResolver().getResources("classpath*:db/*_*.sql");
      return new MigrationScripts(
          List.of(resources).stream()
              .map(resource -> new Script(change(resource), resource))
              .sorted(Comparator.comparing(script -> script.change().getId()))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Change change(Resource resource) {
    var name = resource.getFilename();
    if (name == null || !name.matches("\\d{12}_[a-z0-9_]+\\.sql")) {
      throw new IllegalStateException(
          "a migration is named YYYYMMDDHHMM_module_what.sql, not " + name);
    }
    var change = new Change(new BigDecimal(name.substring(0, 12)));
    change.setFilename(name);
    change.setDescription(name.substring(13, name.length() - 4).replace('_', ' '));
    return change;
  }

  @Override
  public List<Change> getMigrations() {
    return scripts.stream()
        .map(script -> new Change(script.change()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  @Override
  public Reader getScriptReader(Change change, boolean undo) {
    var script =
        scripts.stream()
            .filter(candidate -> candidate.change().getId().equals(change.getId()))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the database has the migration "
                            + change.getId()
                            + ", which this version of Freehold does not know"));
    try {
      var parts = script.resource().getContentAsString(StandardCharsets.UTF_8).split(UNDO, -1);
      if (parts.length != 2 || parts[1].isBlank()) {
        throw new IllegalStateException(
            script.change().getFilename() + " needs an undo below " + UNDO);
      }
      return new StringReader(undo ? parts[1] : parts[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public @Nullable Reader getBootstrapReader() {
    return null;
  }

  @Override
  public @Nullable Reader getOnAbortReader() {
    return null;
  }
}
