package dev.freehold.bench;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.DatabaseSettings;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What row security and the tenant's scope cost: a row by id and a page of 50, by 8 threads through
 * JDBC, beside the same statements on a table without policies, in autocommit and in the
 * conventional transaction (begin, set the tenant, select, commit).
 */
final class TenantScopeBench implements Bench.Benchmark {

  private static final int THREADS = 8;
  private static final int TENANTS = 200;
  private static final int ROWS = 500;
  private static final int RUNS = 5;
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final Duration RUN = Duration.ofSeconds(4);

  private static final String POINT = "select * from %s where tenant_id = :tenant and id = :id";
  private static final String PAGE =
      "select * from %s where tenant_id = :tenant and id < :id order by id desc limit 50";

  /** A row of the measured tables. */
  record Note(UUID tenantId, UUID id, String title, long amount, Instant createdAt) {}

  /** Reads once and returns how many rows came. */
  private interface Read extends AutoCloseable {
    int rows(UUID tenant, UUID id) throws SQLException;

    @Override
    default void close() throws SQLException {}
  }

  /** Through a connection of its own, in the conventional transaction or in autocommit. */
  private record OwnConnection(Connection connection, String sql, boolean conventional)
      implements Read {

    @Override
    public int rows(UUID tenant, UUID id) throws SQLException {
      if (conventional) {
        setTenant(connection, tenant);
      }
      int rows = read(connection, sql, tenant, id);
      if (conventional) {
        connection.commit();
      }
      return rows;
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** A way to read, which each thread opens for itself. */
  private interface Way {
    Read open() throws SQLException;
  }

  @Override
  public void run() throws Exception {
    try (var world = new World()) {
      var notes = fill(world.database());
      var db = world.server.bean(TenantDb.class);
      for (var statement : List.of(POINT, PAGE)) {
        var name = statement.equals(POINT) ? "tenant_scope_point" : "tenant_scope_page";
        var ours = ours(db, statement);
        var plain = plain(world.database(), statement, false);
        var conventional = plain(world.database(), statement, true);
        for (var way : List.of(ours, plain, conventional)) {
          perSecond(way, notes, WARM_UP);
        }
        var speed = new double[3][RUNS];
        for (int i = 0; i < RUNS; i++) {
          speed[0][i] = perSecond(ours, notes, RUN);
          speed[1][i] = perSecond(plain, notes, RUN);
          speed[2][i] = perSecond(conventional, notes, RUN);
        }
        double us = Figure.median(speed[0]);
        double owner = Figure.median(speed[1]);
        double three = Figure.median(speed[2]);
        Figure.note(
            "%s: scoped %.0f/s, without policies in autocommit %.0f/s, in a transaction %.0f/s",
            name, us, owner, three);
        Figure.print(name + "_to_autocommit", us, "reads/s", us / owner, 0.75);
        Figure.print(name + "_to_transaction", us, "reads/s", us / three, 1.2);
      }
    }
  }

  /** The same rows in a table under the tenancy rules and in one without. */
  private static List<Note> fill(DatabaseSettings settings) throws SQLException {
    var notes = new ArrayList<Note>();
    try (var connection =
            DriverManager.getConnection(
                settings.ownerUrl(), settings.owner().user(), settings.owner().password());
        var sql = connection.createStatement()) {
      sql.execute(
          """
          create schema bench;
          create table bench.plain_note (
            tenant_id uuid not null default kernel.current_tenant(),
            id uuid not null default kernel.new_id(),
            title text not null,
            amount bigint not null,
            created_at timestamptz not null default now(),
            primary key (tenant_id, id));
          create table bench.note (like bench.plain_note including all);
          call kernel.scope_to_tenant('bench.note');
          grant usage on schema bench to freehold_app;
          grant select on bench.note, bench.plain_note to freehold_app;
          """);
      sql.execute(
          """
          insert into bench.plain_note (tenant_id, title, amount)
          select tenant, 'A note of no importance', (random() * 1000)::bigint
          from (select gen_random_uuid() as tenant from generate_series(1, %d)) t,
            generate_series(1, %d)
          """
              .formatted(TENANTS, ROWS));
      // The owner is under row security as well, so it is put on after the rows.
      sql.execute("alter table bench.note no force row level security");
      sql.execute("insert into bench.note select * from bench.plain_note");
      sql.execute("alter table bench.note force row level security");
      sql.execute("analyze bench.note");
      sql.execute("analyze bench.plain_note");
      try (var rows = sql.executeQuery("select * from bench.plain_note")) {
        var mapper = Rows.of(Note.class);
        while (rows.next()) {
          notes.add(mapper.mapRow(rows, notes.size()));
        }
      }
    }
    return notes;
  }

  private static Way ours(TenantDb db, String statement) {
    var sql = statement.formatted("bench.note");
    return () ->
        (tenant, id) ->
            db.read(
                    Caller.system(tenant, "bench", "bench"),
                    sql,
                    Map.of("id", id),
                    Rows.of(Note.class))
                .size();
  }

  private static Way plain(DatabaseSettings settings, String statement, boolean conventional) {
    var sql = statement.formatted("bench.plain_note").replace(":tenant", "?").replace(":id", "?");
    return () -> {
      var connection =
          DriverManager.getConnection(
              settings.url(), settings.application().user(), settings.application().password());
      connection.setAutoCommit(!conventional);
      return new OwnConnection(connection, sql, conventional);
    };
  }

  private static void setTenant(Connection connection, UUID tenant) throws SQLException {
    try (var set = connection.prepareStatement("select set_config('freehold.tenant', ?, true)")) {
      set.setString(1, tenant.toString());
      set.execute();
    }
  }

  private static int read(Connection connection, String sql, UUID tenant, UUID id)
      throws SQLException {
    try (var prepared = connection.prepareStatement(sql)) {
      prepared.setObject(1, tenant);
      prepared.setObject(2, id);
      var mapper = Rows.of(Note.class);
      var notes = new ArrayList<Note>();
      try (var rows = prepared.executeQuery()) {
        while (rows.next()) {
          notes.add(mapper.mapRow(rows, notes.size()));
        }
      }
      return notes.size();
    }
  }

  private static double perSecond(Way way, List<Note> notes, Duration duration) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    return Load.perSecond(
        THREADS,
        thread -> {
          var random = ThreadLocalRandom.current();
          long done = 0;
          long rows = 0;
          try (var read = way.open()) {
            while (System.nanoTime() < end) {
              var note = notes.get(random.nextInt(notes.size()));
              rows += read.rows(note.tenantId(), note.id());
              done++;
            }
          }
          if (rows == 0) {
            throw new IllegalStateException("no row was read");
          }
          return done;
        });
  }
}
