package dev.freehold.kernel.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.ibatis.migration.Change;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

class MigrationsTest {

  private static final String FIRST =
      script("create table public.one (id int)", "drop table public.one");
  private static final String SECOND =
      script("create table public.two (id int)", "drop table public.two");

  private TestDatabase database;

  @BeforeEach
  void open() {
    database = TestDatabase.empty();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void everyMigrationGoesUpAndDownAndUpAgainWithRowsInTheTables() {
    assertThat(MigrationRoundTrip.run(database, KernelRows::insert)).isEmpty();
    assertThat(database.migrator().status())
        .extracting(Change::getAppliedTimestamp)
        .doesNotContainNull();
  }

  @Test
  void theUndoTakesBackWhatTheScriptMade() {
    migrator(named("202601010000_test_one.sql", FIRST)).up();
    assertThat(migrator(named("202601010000_test_one.sql", FIRST)).status())
        .extracting(Change::getDescription)
        .containsExactly("test one");
    migrator(named("202601010000_test_one.sql", FIRST)).down(1);
    assertThat(exists("public.one")).isFalse();
  }

  @Test
  void twoNodesThatStartAtOnceMigrateOnce() throws Exception {
    var together = new CyclicBarrier(2);
    try (var nodes = Executors.newFixedThreadPool(2)) {
      var runs = Stream.of(1, 2).map(node -> nodes.submit(() -> startNode(together))).toList();
      for (var run : runs) {
        assertThat(run.get()).isTrue();
      }
    }
    assertThat(database.migrator().status())
        .extracting(Change::getAppliedTimestamp)
        .doesNotContainNull();
  }

  private boolean startNode(CyclicBarrier together) throws Exception {
    try (var node = new Databases(database.settings())) {
      together.await();
      new Migrator(node.owner()).up();
      return true;
    }
  }

  @Test
  void aScriptThatFailsLeavesNothingOfTheWholeRun() {
    var broken = script("create table public.two (id int); select 1 / 0", "drop table public.two");
    var migrator =
        migrator(
            named("202601010000_test_one.sql", FIRST), named("202601010001_test_two.sql", broken));
    assertThatThrownBy(migrator::up).hasMessageContaining("division by zero");
    assertThat(exists("public.one")).isFalse();
    assertThat(exists("public.two")).isFalse();
    assertThat(migrator.status()).extracting(Change::getAppliedTimestamp).containsOnlyNulls();
  }

  @ParameterizedTest
  @ValueSource(strings = {"create table public.one (id int);", "select 1;\n-- //@UNDO\n  \n"})
  void aScriptWithoutAnUndoIsRefused(String script) {
    assertThatThrownBy(() -> migrator(named("202601010000_test_one.sql", script)))
        .hasMessage("202601010000_test_one.sql needs an undo below -- //@UNDO");
  }

  @Test
  void aScriptIsNamedAfterItsTimeAndModule() {
    assertThatThrownBy(() -> migrator(named("1_test.sql", FIRST)))
        .hasMessageContaining("YYYYMMDDHHMM_module_what.sql, not 1_test.sql");
  }

  @Test
  void twoScriptsOfTheSameTimeAreRefused() {
    assertThatThrownBy(
            () ->
                migrator(
                    named("202601010000_test_one.sql", FIRST),
                    named("202601010000_test_two.sql", SECOND)))
        .hasMessageContaining("have the same time");
  }

  @Test
  void aDatabaseThatIsNewerThanTheProgramIsRefused() {
    var one = named("202601010000_test_one.sql", FIRST);
    migrator(one, named("202601010001_test_two.sql", SECOND)).up();
    assertThatThrownBy(() -> migrator(one).up())
        .hasMessageStartingWith("the database is newer than this version of Freehold")
        .hasMessageContaining("202601010001");
    assertThat(exists("public.two")).isTrue();
  }

  @Test
  void aScriptThatTheDatabaseHasPassedByIsRefused() {
    var two = named("202601010001_test_two.sql", SECOND);
    migrator(two).up();
    assertThatThrownBy(() -> migrator(named("202601010000_test_one.sql", FIRST), two).up())
        .hasMessageContaining("[202601010000] were never applied");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table public.mine (id int)",
        "create table kernel.mine (id int)",
        "create schema mine",
        "create temporary table mine (id int)",
        "create function kernel.mine() returns int language sql as 'select 1'",
        "create role mine",
        "alter table kernel.job disable row level security",
        "drop policy tenant on kernel.job",
        "drop table kernel.job",
        "create policy mine on kernel.job using (true)",
        "alter role freehold_app bypassrls",
        "set role freehold_owner",
        "set session authorization freehold_owner",
        "create trigger mine after insert on kernel.job execute function kernel.touch()",
        "copy kernel.job to program 'true'",
      })
  void theApplicationAndPlatformRolesCannotChangeTheSchema(String statement) {
    database.migrator().up();
    for (var login : List.of(database.databases().application(), database.databases().platform())) {
      assertThatThrownBy(() -> JdbcClient.create(login).sql(statement).update())
          .isInstanceOf(BadSqlGrammarException.class)
          .rootCause()
          .hasFieldOrPropertyWithValue("SQLState", "42501");
    }
  }

  private static String script(String up, String down) {
    return "-- // A script of a test.\n" + up + ";\n-- //@UNDO\n" + down + ";\n";
  }

  private static Resource named(String name, String script) {
    return new ByteArrayResource(script.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public String getFilename() {
        return name;
      }
    };
  }

  private Migrator migrator(Resource... scripts) {
    return new Migrator(database.databases().owner(), MigrationScripts.of(List.of(scripts)));
  }

  private boolean exists(String table) {
    return database
        .superuser()
        .sql("select to_regclass(:table) is not null")
        .param("table", table)
        .query(Boolean.class)
        .single();
  }
}
