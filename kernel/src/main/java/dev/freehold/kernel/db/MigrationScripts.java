package dev.freehold.kernel.db;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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

  private record Script(Change change, String up, String down) {}

  private final SortedMap<BigDecimal, Script> scripts = new TreeMap<>();

  private MigrationScripts(List<Resource> resources) {
    for (var resource : resources) {
      var script = read(resource);
      var twin = scripts.put(script.change().getId(), script);
      if (twin != null) {
        throw new IllegalStateException(
            script.change().getFilename()
                + " and "
                + twin.change().getFilename()
                + " have the same time; give one of them another minute");
      }
    }
  }

  static MigrationScripts ofAllModules() {
    try {
      return of(
          List.of(new PathMatchingResourcePatternResolver().getResources("classpath*:db/*_*.sql")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static MigrationScripts of(List<Resource> resources) {
    return new MigrationScripts(resources);
  }

  private static Script read(Resource resource) {
    var change = change(resource);
    try {
      var parts = resource.getContentAsString(StandardCharsets.UTF_8).split(UNDO, -1);
      if (parts.length != 2 || parts[1].isBlank()) {
        throw new IllegalStateException(change.getFilename() + " needs an undo below " + UNDO);
      }
      return new Script(change, parts[0], parts[1]);
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
    return scripts.values().stream()
        .map(script -> new Change(script.change()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  @Override
  public Reader getScriptReader(Change change, boolean undo) {
    var script = scripts.get(change.getId());
    if (script == null) {
      throw new IllegalStateException("no script has the time " + change.getId());
    }
    return new StringReader(undo ? script.down() : script.up());
  }

  /** Refuses a history that these scripts do not continue. */
  void checkHistory(SortedSet<BigDecimal> applied) {
    var unknown = new TreeSet<>(applied);
    unknown.removeAll(scripts.keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalStateException(
          "the database is newer than this version of Freehold: it has the migrations "
              + unknown
              + ", which this version does not know; run the newer version, or undo them with it");
    }
    if (applied.isEmpty()) {
      return;
    }
    var skipped = new TreeSet<>(scripts.headMap(applied.last()).keySet());
    skipped.removeAll(applied);
    if (!skipped.isEmpty()) {
      throw new IllegalStateException(
          "the migrations "
              + skipped
              + " were never applied, but are older than "
              + applied.last()
              + ", which was; give them a later time");
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
