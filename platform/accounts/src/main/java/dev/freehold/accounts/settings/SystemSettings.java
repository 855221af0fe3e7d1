package dev.freehold.accounts.settings;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Broadcast;
import dev.freehold.kernel.db.Databases;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.NotFound;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the operator set for the whole installation. Each node has it in memory, and hears of a
 * change as it commits; while it hears nothing, what it knew last holds.
 */
@Component
public class SystemSettings implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(SystemSettings.class);
  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "settings");

  private static final int MOST_CHANGES = 20;

  /**
   * One change of a setting.
   *
   * @param before null if it had its default
   * @param after null if it has it again
   */
  public record Change(
      Instant occurredAt,
      String actorName,
      String name,
      @Nullable String before,
      @Nullable String after) {}

  private record Row(String name, String value, Instant updatedAt) {}

  private record Known(String value, Instant setAt) {}

  private final PlatformDb db;
  private final Clock clock;
  private final Broadcast broadcast;
  private volatile Map<SettingName, Known> known = Map.of();
  private volatile boolean running;

  SystemSettings(PlatformDb db, Databases databases, Clock clock) {
    this.db = db;
    this.clock = clock;
    this.broadcast =
        new Broadcast(
            databases.direct(), "freehold_settings", told -> loadOrWait(), this::loadOrWait);
    load();
  }

  /** What holds now; nothing if there is neither a value nor a default. */
  public Optional<String> get(SettingName name) {
    var set = known.get(name);
    var value = set == null ? name.standard() : set.value();
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** How long a tenant that is to be removed can be brought back. */
  public Duration grace() {
    return Duration.ofDays(Long.parseLong(get(SettingName.GRACE_DAYS).orElseThrow()));
  }

  /** Refuses somebody new: those without an invitation unless all may, everybody when closed. */
  public void checkSignUp(boolean invited) {
    var who = get(SettingName.SIGN_UP).orElseThrow();
    if (who.equals("closed") || who.equals("invited") && !invited) {
      throw new Forbidden(
          SettingsError.SIGN_UP_CLOSED,
          who.equals("closed")
              ? "Nobody new can sign up here at present." + support()
              : "Here one signs up with an invitation: ask your organisation for one." + support());
    }
  }

  /** Whom to ask, as a sentence; empty if nobody was named. */
  public String support() {
    return get(SettingName.SUPPORT_ADDRESS).map(address -> " Ask " + address + ".").orElse("");
  }

  /**
   * Whether the installation is closed; it opens by itself at the time that was set, if one was.
   */
  boolean isMaintenance() {
    return get(SettingName.MAINTENANCE).filter("on"::equals).isPresent()
        && maintenanceUntil().filter(until -> !clock.instant().isBefore(until)).isEmpty();
  }

  Optional<Instant> maintenanceUntil() {
    return get(SettingName.MAINTENANCE_UNTIL).map(Instant::parse);
  }

  List<SystemSetting> list(Caller operator) {
    check(operator);
    return Arrays.stream(SettingName.values()).map(this::setting).toList();
  }

  private SystemSetting setting(SettingName name) {
    var set = known.get(name);
    return new SystemSetting(
        name.wireName(), get(name).orElse(""), name.rule(), set == null ? null : set.setAt());
  }

  /**
   * @param value null or empty for the default
   */
  SystemSetting set(Caller operator, String wireName, @Nullable String value) {
    change(operator, Map.of(name(wireName), value == null ? "" : value));
    return setting(name(wireName));
  }

  /** Several at once, or none of them if one is not allowed. */
  void change(Caller operator, Map<SettingName, String> values) {
    check(operator);
    var wrong =
        values.entrySet().stream()
            .filter(one -> !one.getValue().isEmpty() && !one.getKey().allows(one.getValue()))
            .map(
                one -> new Invalid.Field(one.getKey().wireName(), "must be " + one.getKey().rule()))
            .toList();
    if (!wrong.isEmpty()) {
      throw new Invalid(KernelError.INVALID_REQUEST, KernelError.INVALID_REQUEST.title(), wrong);
    }
    db.acrossTenants(
        operator.actor(),
        operator.requestId(),
        sql -> {
          values.forEach((name, value) -> write(sql, name, value));
          return null;
        });
    load();
  }

  private static void write(JdbcClient sql, SettingName name, String value) {
    if (name == SettingName.DEFAULT_PLAN && !value.isEmpty() && !isPlan(sql, value)) {
      throw Invalid.field(name.wireName(), "is not the name of a plan");
    }
    if (value.isEmpty()) {
      sql.sql("delete from accounts.system_setting where name = :name")
          .param("name", name.wireName())
          .update();
      return;
    }
    sql.sql(
            """
            insert into accounts.system_setting as s (name, value) values (:name, :value)
            on conflict (name) do update set value = excluded.value
            where s.value <> excluded.value
            """)
        .param("name", name.wireName())
        .param("value", value)
        .update();
  }

  private static boolean isPlan(JdbcClient sql, String name) {
    return sql.sql("select exists (select from accounts.plan where name = :name)")
        .param("name", name)
        .query(Boolean.class)
        .single();
  }

  /** The latest changes, with what held before. */
  List<Change> history(Caller operator) {
    check(operator);
    return db.acrossTenants(
        operator.actor(),
        operator.requestId(),
        sql ->
            sql.sql(
                    """
                    select a.occurred_at, a.actor_name, a.before ->> 'value' as before,
                      a.after ->> 'value' as after,
                      coalesce(a.after ->> 'name', a.before ->> 'name', (
                        select c.after ->> 'name' from kernel.audit_log c
                        where c.tenant_id = a.tenant_id and c.object_id = a.object_id
                          and jsonb_exists(c.after, 'name') limit 1)) as name
                    from kernel.audit_log a
                    where a.tenant_id = '00000000-0000-0000-0000-000000000000'
                      and a.object_type = 'accounts.system_setting'
                    order by a.id desc limit :most
                    """)
                .param("most", MOST_CHANGES)
                .query(Rows.of(Change.class))
                .list());
  }

  private static SettingName name(String wireName) {
    return SettingName.of(wireName)
        .orElseThrow(
            () ->
                new NotFound(
                    SettingsError.SETTING_NOT_FOUND, "There is no setting " + wireName + "."));
  }

  private void loadOrWait() {
    try {
      load();
    } catch (RuntimeException e) {
      log.warn("settings stay as they are until they can be read again: {}", e.getMessage());
    }
  }

  private synchronized void load() {
    var rows =
        db.acrossTenants(
            ACTOR,
            "settings",
            sql ->
                sql.sql("select name, value, updated_at from accounts.system_setting")
                    .query(Rows.of(Row.class))
                    .list());
    var loaded = new EnumMap<SettingName, Known>(SettingName.class);
    for (var row : rows) {
      // One that an older version of this program does not know is left alone.
      SettingName.of(row.name())
          .filter(name -> name.allows(row.value()))
          .ifPresent(name -> loaded.put(name, new Known(row.value(), row.updatedAt())));
    }
    known = loaded;
  }

  private static void check(Caller caller) {
    if (!caller.may(SettingsConfiguration.OPERATE)) {
      throw new Forbidden(
          KernelError.FORBIDDEN,
          "This needs the permission " + SettingsConfiguration.OPERATE + ".");
    }
  }

  @Override
  public void start() {
    broadcast.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    broadcast.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
