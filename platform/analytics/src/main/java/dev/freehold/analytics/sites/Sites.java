package dev.freehold.analytics.sites;

import dev.freehold.analytics.AnalyticsError;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sites: made, read, changed, archived. */
@Component
public class Sites {

  private static final int KEY_LENGTH = 16;
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  private record Row(
      UUID id,
      String siteKey,
      String name,
      List<String> origins,
      Instant createdAt,
      Instant updatedAt,
      @Nullable Instant archivedAt,
      long version) {}

  private final TenantDb db;
  private final SiteTable table;
  private final String script;

  Sites(TenantDb db, SiteTable table, KernelSettings settings) {
    this.db = db;
    this.table = table;
    this.script = settings.url() + ScriptPages.PATH;
  }

  public Site create(Caller caller, SiteDraft draft) {
    var origins = Origins.parse(draft.origins());
    return db.inTenant(
        caller,
        sql ->
            site(
                sql.sql(
                        """
                        insert into analytics.site (site_key, name, origins)
                        values (:key, :name, :origins)
                        returning *
                        """)
                    .param("key", newKey())
                    .param("name", draft.name())
                    .param("origins", origins)
                    .query(Rows.of(Row.class))
                    .single()));
  }

  /** Newest first, archived ones included. */
  public Page<Site> list(Caller caller, PageRequest page) {
    return page.of(
        db
            .read(
                caller,
                """
                select * from analytics.site
                where tenant_id = :tenant and id < :after
                order by id desc
                limit :limit
                """,
                page.values(),
                Rows.of(Row.class))
            .stream()
            .map(this::site)
            .toList(),
        Site::id);
  }

  public Site get(Caller caller, UUID id) {
    return db.readOne(
            caller,
            "select * from analytics.site where tenant_id = :tenant and id = :id",
            Map.of("id", id),
            Rows.of(Row.class))
        .map(this::site)
        .orElseThrow(() -> notFound(id));
  }

  public Site update(Caller caller, UUID id, SiteChange change, IfMatch ifMatch) {
    var origins = change.origins() == null ? null : Origins.parse(change.origins());
    var site =
        db.inTenant(
            caller,
            sql -> {
              var current = lock(sql, caller, id);
              ifMatch.check(current);
              return site(
                  sql.sql(
                          """
                          update analytics.site set name = :name, origins = :origins
                          where tenant_id = :tenant and id = :id
                          returning *
                          """)
                      .param("name", change.name() == null ? current.name() : change.name())
                      .param(
                          "origins",
                          origins == null ? current.origins().toArray(String[]::new) : origins)
                      .param("tenant", caller.tenantId())
                      .param("id", id)
                      .query(Rows.of(Row.class))
                      .single());
            });
    table.forget(site.siteKey());
    return site;
  }

  /** Archives a site: its events are taken no more. */
  public Site archive(Caller caller, UUID id) {
    return setArchived(caller, id, true);
  }

  /** Takes a site out of the archive: its events are taken again. */
  public Site restore(Caller caller, UUID id) {
    return setArchived(caller, id, false);
  }

  private Site setArchived(Caller caller, UUID id, boolean archived) {
    var site =
        db.inTenant(
            caller,
            sql -> {
              var current = lock(sql, caller, id);
              if (current.isArchived() == archived) {
                return current;
              }
              return site(
                  sql.sql(
                          """
                          update analytics.site
                          set archived_at = case when :archived then now() end
                          where tenant_id = :tenant and id = :id
                          returning *
                          """)
                      .param("archived", archived)
                      .param("tenant", caller.tenantId())
                      .param("id", id)
                      .query(Rows.of(Row.class))
                      .single());
            });
    table.forget(site.siteKey());
    return site;
  }

  /** Archives every site of a tenant that was closed. */
  void archiveAll(Caller caller) {
    db.inTenant(
            caller,
            sql ->
                sql.sql(
                        """
                        update analytics.site set archived_at = now()
                        where tenant_id = :tenant and archived_at is null
                        returning site_key
                        """)
                    .param("tenant", caller.tenantId())
                    .query(String.class)
                    .list())
        .forEach(table::forget);
  }

  private Site lock(JdbcClient sql, Caller caller, UUID id) {
    return sql.sql("select * from analytics.site where tenant_id = :tenant and id = :id for update")
        .param("tenant", caller.tenantId())
        .param("id", id)
        .query(Rows.of(Row.class))
        .optional()
        .map(this::site)
        .orElseThrow(() -> notFound(id));
  }

  private Site site(Row row) {
    return new Site(
        row.id(),
        row.siteKey(),
        row.name(),
        row.origins(),
        "<script defer src=\"" + script + "\" data-site=\"" + row.siteKey() + "\"></script>",
        row.createdAt(),
        row.updatedAt(),
        row.archivedAt(),
        row.version());
  }

  private static String newKey() {
    var key = new StringBuilder(KEY_LENGTH);
    for (int i = 0; i < KEY_LENGTH; i++) {
      key.append(BASE62.charAt(RANDOM.nextInt(BASE62.length())));
    }
    return key.toString();
  }

  private static NotFound notFound(UUID id) {
    return new NotFound(AnalyticsError.SITE_NOT_FOUND, "There is no site " + id + ".");
  }
}
