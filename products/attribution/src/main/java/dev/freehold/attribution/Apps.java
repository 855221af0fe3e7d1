package dev.freehold.attribution;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freehold.accounts.projects.Project;
import dev.freehold.accounts.projects.Projects;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Apps: made, read, changed, archived. */
@Component
public class Apps {

  static final Duration MAX_WINDOW = Duration.ofDays(365);

  private static final List<String> DEFAULT_CONVERSION_TYPES = List.of("install", "purchase");
  private static final Duration DEFAULT_CLICK_WINDOW = Duration.ofDays(7);
  private static final Duration DEFAULT_IMPRESSION_WINDOW = Duration.ofHours(24);
  private static final Duration REMEMBERED = Duration.ofSeconds(2);
  private static final int MAX_REMEMBERED = 1_000;

  /** Whose apps are remembered: the tenant's, or those of one of its projects. */
  private record Reach(UUID tenant, @Nullable UUID project) {

    static Reach of(Caller caller) {
      return new Reach(caller.tenantId(), caller.project());
    }
  }

  private final TenantDb db;
  private final Cache<Reach, Map<UUID, App>> recent =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(MAX_REMEMBERED).build();

  Apps(TenantDb db) {
    this.db = db;
  }

  public App create(Caller caller, AppDraft draft) {
    var currency = currency(draft.currency());
    var clickWindow = window("click_window", draft.clickWindow(), DEFAULT_CLICK_WINDOW);
    var impressionWindow =
        window("impression_window", draft.impressionWindow(), DEFAULT_IMPRESSION_WINDOW);
    var zone = zone(draft.timeZone() == null ? "UTC" : draft.timeZone());
    return db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    insert into attribution.app
                      (name, platform, currency, conversion_types, click_window,
                       impression_window, time_zone, project_id)
                    values
                      (:name, lower(:platform), :currency, :conversionTypes, :clickWindow,
                       :impressionWindow, :timeZone, :project)
                    returning *
                    """)
                .param("project", project(sql, caller, draft.projectId()), Types.OTHER)
                .param("name", draft.name())
                .param("platform", draft.platform().name())
                .param("currency", currency.getCurrencyCode())
                .param("conversionTypes", array(draft.conversionTypes(), DEFAULT_CONVERSION_TYPES))
                .param("clickWindow", clickWindow.toSeconds())
                .param("impressionWindow", impressionWindow.toSeconds())
                .param("timeZone", zone.getId())
                .query(Rows.of(App.class))
                .single());
  }

  private static @Nullable UUID project(JdbcClient sql, Caller caller, @Nullable UUID wanted) {
    return Projects.lockOwner(sql, caller, wanted).map(Project::id).orElse(null);
  }

  /** Newest first, archived ones included. */
  public Page<App> list(Caller caller, PageRequest page) {
    return page.of(
        db.read(
            caller,
            """
            select * from attribution.app
            where tenant_id = :tenant and id < :after
            order by id desc
            limit :limit
            """,
            page.values(),
            Rows.of(App.class)),
        App::id);
  }

  public App get(Caller caller, UUID id) {
    return find(caller, id).orElseThrow(() -> notFound(id));
  }

  /**
   * Finds apps for one batch of events, as they were at most two seconds ago. The first id that is
   * not known has all apps of the tenant read once more, so that a batch that names many costs one
   * statement.
   */
  Function<UUID, Optional<App>> finder(Caller caller) {
    return new Function<>() {
      // Held for the batch: what is remembered may expire or be dropped while it is read.
      private Map<UUID, App> known =
          Objects.requireNonNullElse(recent.getIfPresent(Reach.of(caller)), Map.of());
      private boolean readAgain;

      @Override
      public Optional<App> apply(UUID id) {
        if (!readAgain && !known.containsKey(id)) {
          readAgain = true;
          known = all(caller);
          recent.put(Reach.of(caller), known);
        }
        return Optional.ofNullable(known.get(id));
      }
    };
  }

  private void forget(Caller caller) {
    recent.asMap().keySet().removeIf(reach -> reach.tenant().equals(caller.tenantId()));
  }

  private Map<UUID, App> all(Caller caller) {
    return db
        .read(
            caller,
            "select * from attribution.app where tenant_id = :tenant",
            Map.of(),
            Rows.of(App.class))
        .stream()
        .collect(Collectors.toUnmodifiableMap(App::id, Function.identity()));
  }

  Optional<App> find(Caller caller, UUID id) {
    return db.readOne(
        caller,
        "select * from attribution.app where tenant_id = :tenant and id = :id",
        Map.of("id", id),
        Rows.of(App.class));
  }

  public App update(Caller caller, UUID id, AppChange change, IfMatch ifMatch) {
    var app =
        db.inTenant(
            caller,
            sql -> {
              var current = lock(sql, caller, id);
              ifMatch.check(current);
              return write(sql, caller, current, change);
            });
    forget(caller);
    return app;
  }

  /** Archives an app: it keeps its reports and takes no more events. */
  public App archive(Caller caller, UUID id) {
    return setArchived(caller, id, true);
  }

  /** Takes an app out of the archive. */
  public App restore(Caller caller, UUID id) {
    return setArchived(caller, id, false);
  }

  private App setArchived(Caller caller, UUID id, boolean archived) {
    var app =
        db.inTenant(
            caller,
            sql -> {
              if (lock(sql, caller, id).isArchived() == archived) {
                return lock(sql, caller, id);
              }
              return sql.sql(
                      """
                      update attribution.app set archived_at = case when :archived then now() end
                      where tenant_id = :tenant and id = :id
                      returning *
                      """)
                  .param("archived", archived)
                  .param("tenant", caller.tenantId())
                  .param("id", id)
                  .query(Rows.of(App.class))
                  .single();
            });
    forget(caller);
    return app;
  }

  /** The app, locked until the transaction ends. */
  static App lock(JdbcClient sql, Caller caller, UUID id) {
    return sql.sql(
            "select * from attribution.app where tenant_id = :tenant and id = :id for update")
        .param("tenant", caller.tenantId())
        .param("id", id)
        .query(Rows.of(App.class))
        .optional()
        .orElseThrow(() -> notFound(id));
  }

  private static App write(JdbcClient sql, Caller caller, App current, AppChange change) {
    return sql.sql(
            """
            update attribution.app
            set name = :name, conversion_types = :conversionTypes, click_window = :clickWindow,
                impression_window = :impressionWindow, time_zone = :timeZone,
                project_id = :project
            where tenant_id = :tenant and id = :id
            returning *
            """)
        .param(
            "project",
            change.projectId() == null || change.projectId().equals(current.projectId())
                ? current.projectId()
                : project(sql, caller, change.projectId()),
            Types.OTHER)
        .param("name", change.name() == null ? current.name() : change.name())
        .param("conversionTypes", array(change.conversionTypes(), current.conversionTypes()))
        .param(
            "clickWindow",
            window("click_window", change.clickWindow(), current.clickWindow()).toSeconds())
        .param(
            "impressionWindow",
            window("impression_window", change.impressionWindow(), current.impressionWindow())
                .toSeconds())
        .param(
            "timeZone",
            change.timeZone() == null
                ? current.timeZone().getId()
                : zone(change.timeZone()).getId())
        .param("tenant", caller.tenantId())
        .param("id", current.id())
        .query(Rows.of(App.class))
        .single();
  }

  private static String[] array(@Nullable List<String> values, List<String> otherwise) {
    return (values == null ? otherwise : values).stream().distinct().toArray(String[]::new);
  }

  static Duration window(String field, @Nullable Duration window, Duration otherwise) {
    if (window == null) {
      return otherwise;
    }
    if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(MAX_WINDOW) > 0) {
      throw Invalid.field(field, "must be from PT1S to P365D");
    }
    return window;
  }

  private static Currency currency(String code) {
    try {
      var currency = Currency.getInstance(code);
      if (currency.getDefaultFractionDigits() >= 0) {
        return currency;
      }
    } catch (IllegalArgumentException e) {
      // Falls through: unknown and unusable codes get the same answer.
    }
    throw Invalid.field("currency", "must be a currency of ISO 4217, such as EUR");
  }

  private static ZoneId zone(String id) {
    try {
      if (ZoneId.getAvailableZoneIds().contains(id)) {
        return ZoneId.of(id);
      }
    } catch (DateTimeException e) {
      // Falls through.
    }
    throw Invalid.field("time_zone", "must be a name such as Europe/Berlin");
  }

  static NotFound notFound(UUID id) {
    return new NotFound(AttributionError.APP_NOT_FOUND, "There is no app " + id + ".");
  }
}
