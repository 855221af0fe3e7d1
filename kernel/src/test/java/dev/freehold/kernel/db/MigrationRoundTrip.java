package dev.freehold.kernel.db;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes a database with rows in it up, down and up again through every migration there is. */
public final class MigrationRoundTrip {

  /** Everything that migrations make, one line each. */
  private static final String SCHEMA =
      """
      with made as (
        select oid from pg_namespace
        where nspname not in ('pg_catalog', 'information_schema') and nspname !~ '^pg_(toast|temp)'
      )
      select format('schema %s %s', nspname, acl::text) as line
      from pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) acl
      where oid in (select oid from made)
      union all
      select format('relation %s %s %s %s %s %s', oid::regclass, relkind, relrowsecurity,
        relforcerowsecurity, relacl, reloptions)
      from pg_class where relnamespace in (select oid from made)
      union all
      select format('column %s.%s %s %s %s %s', attrelid::regclass, attname,
        format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid), attacl)
      from pg_attribute
      join pg_class on pg_class.oid = attrelid and relnamespace in (select oid from made)
      left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where attnum > 0 and not attisdropped
      union all
      select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
      from pg_constraint where connamespace in (select oid from made)
      union all
      select format('index %s', pg_get_indexdef(indexrelid))
      from pg_index join pg_class on pg_class.oid = indexrelid
      where relnamespace in (select oid from made)
      union all
      select format('function %s %s %s %s', oid::regprocedure, md5(prosrc), proacl, proconfig)
      from pg_proc where pronamespace in (select oid from made)
      union all
      select format('policy %s %s %s %s %s', polrelid::regclass, polname, polroles,
        pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
      from pg_policy
      union all
      select format('trigger %s', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
      union all
      select format('type %s', oid::regtype) from pg_type where typnamespace in (select oid from made)
      union all
      select format('database %s', acl::text)
      from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) acl
      where datname = current_database()
      """;

  private final TestDatabase database;
  private final Consumer<JdbcClient> seed;
  private final List<String> differences = new ArrayList<>();

  private MigrationRoundTrip(TestDatabase database, Consumer<JdbcClient> seed) {
    this.database = database;
    this.seed = seed;
  }

  /**
   * Goes through all migrations on the class path.
   *
   * @param empty a database from {@link TestDatabase#empty()}; ends up with the whole schema
   * @param seed inserts rows, as superuser, into the tables that are there by then
   * @return what an undo left behind or a second up made differently; empty when all is well
   */
  public static List<String> run(TestDatabase empty, Consumer<JdbcClient> seed) {
    var trip = new MigrationRoundTrip(empty, seed);
    trip.run();
    return trip.differences;
  }

  private void run() {
    var migrator = database.migrator();
    var all = migrator.status();
    var nothing = schema();
    for (var change : all) {
      var before = schema();
      migrator.up(1);
      var after = schema();
      seed.accept(database.superuser());
      migrator.down(1);
      compare("the undo of " + change.getFilename(), before);
      migrator.up(1);
      compare("the second up of " + change.getFilename(), after);
      seed.accept(database.superuser());
    }
    var everything = schema();
    migrator.down(all.size());
    compare("the undo of everything", nothing);
    migrator.up();
    compare("the second up of everything", everything);
  }

  private TreeSet<String> schema() {
    return new TreeSet<>(
        database.superuser().sql(SCHEMA).query((row, index) -> row.getString("line")).list());
  }

  private void compare(String step, TreeSet<String> expected) {
    var found = schema();
    found.stream()
        .filter(line -> !expected.contains(line))
        .forEach(line -> differences.add(step + " left " + line));
    expected.stream()
        .filter(line -> !found.contains(line))
        .forEach(line -> differences.add(step + " lost " + line));
  }
}
