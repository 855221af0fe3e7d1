package dev.freehold.attribution;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tracking links: made, read, changed, archived. */
@Component
public class Links {

  private static final int CODE_LENGTH = 12;
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String LIST_ALL =
      """
      select * from attribution.link
      where tenant_id = :tenant and id < :after
      order by id desc
      limit :limit
      """;

  private static final String LIST_OF_APP =
      """
      select * from attribution.link
      where tenant_id = :tenant and app_id = :app and id < :after
      order by id desc
      limit :limit
      """;

  private record Row(
      UUID id,
      UUID appId,
      String code,
      String name,
      String destination,
      String channel,
      String campaign,
      @Nullable String adGroup,
      @Nullable String creative,
      Instant createdAt,
      Instant updatedAt,
      @Nullable Instant archivedAt,
      long version) {}

  private final TenantDb db;
  private final LinkTable table;
  private final String base;

  Links(TenantDb db, LinkTable table, KernelSettings settings) {
    this.db = db;
    this.table = table;
    this.base = settings.url() + "/t/";
  }

  public Link create(Caller caller, LinkDraft draft) {
    var destination = Destination.parse(draft.destination());
    checkLabels(draft);
    var link =
        db.inTenant(
            caller,
            sql -> {
              if (Apps.lock(sql, caller, draft.appId()).isArchived()) {
                throw new Conflict(
                    AttributionError.APP_ARCHIVED,
                    "The app is archived. Restore it first, or use another.");
              }
              return insert(sql, draft, destination);
            });
    table.put(caller.tenantId(), link);
    return link;
  }

  private static void checkLabels(LinkDraft draft) {
    if (EventRules.isReserved(draft.channel())) {
      throw Invalid.field("channel", "cannot be " + draft.channel() + ", which reports use");
    }
    if (EventRules.isReserved(draft.campaign())) {
      throw Invalid.field("campaign", "cannot be " + draft.campaign() + ", which reports use");
    }
  }

  private Link insert(JdbcClient sql, LinkDraft draft, Destination destination) {
    return link(
        sql.sql(
                """
                insert into attribution.link
                  (app_id, code, name, destination, channel, campaign, ad_group, creative)
                values
                  (:app, :code, :name, :destination, :channel, :campaign, :adGroup, :creative)
                returning *
                """)
            .param("app", draft.appId())
            .param("code", newCode())
            .param("name", draft.name())
            .param("destination", destination.template())
            .param("channel", draft.channel())
            .param("campaign", draft.campaign())
            .param("adGroup", draft.adGroup())
            .param("creative", draft.creative())
            .query(Rows.of(Row.class))
            .single());
  }

  /** Newest first, archived ones included; of one app or of all. */
  public Page<Link> list(Caller caller, @Nullable UUID appId, PageRequest page) {
    var values = page.values();
    if (appId != null) {
      values.put("app", appId);
    }
    return page.of(
        db.read(caller, appId == null ? LIST_ALL : LIST_OF_APP, values, Rows.of(Row.class)).stream()
            .map(this::link)
            .toList(),
        Link::id);
  }

  public Link get(Caller caller, UUID id) {
    return db.readOne(
            caller,
            "select * from attribution.link where tenant_id = :tenant and id = :id",
            Map.of("id", id),
            Rows.of(Row.class))
        .map(this::link)
        .orElseThrow(() -> notFound(id));
  }

  public Link update(Caller caller, UUID id, LinkChange change, IfMatch ifMatch) {
    var link =
        db.inTenant(
            caller,
            sql -> {
              var current = lock(sql, caller, id);
              ifMatch.check(current);
              return set(
                  sql,
                  caller,
                  id,
                  change.name() == null ? current.name() : change.name(),
                  change.destination() == null
                      ? current.destination()
                      : sameHost(current, change.destination()));
            });
    table.put(caller.tenantId(), link);
    return link;
  }

  private Link set(JdbcClient sql, Caller caller, UUID id, String name, String destination) {
    return link(
        sql.sql(
                """
                update attribution.link set name = :name, destination = :destination
                where tenant_id = :tenant and id = :id
                returning *
                """)
            .param("name", name)
            .param("destination", destination)
            .param("tenant", caller.tenantId())
            .param("id", id)
            .query(Rows.of(Row.class))
            .single());
  }

  /** Archives a link: its address answers 404 from then on. */
  public Link archive(Caller caller, UUID id) {
    return setArchived(caller, id, true);
  }

  /** Takes a link out of the archive: its address works again. */
  public Link restore(Caller caller, UUID id) {
    return setArchived(caller, id, false);
  }

  private Link setArchived(Caller caller, UUID id, boolean archived) {
    var link =
        db.inTenant(
            caller,
            sql -> {
              var current = lock(sql, caller, id);
              if ((current.archivedAt() != null) == archived) {
                return current;
              }
              return link(
                  sql.sql(
                          """
                          update attribution.link
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
    table.put(caller.tenantId(), link);
    return link;
  }

  /** Archives every link of a tenant that was closed. */
  void archiveAll(Caller caller) {
    db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    update attribution.link set archived_at = now()
                    where tenant_id = :tenant and archived_at is null
                    """)
                .param("tenant", caller.tenantId())
                .update());
  }

  private Link lock(JdbcClient sql, Caller caller, UUID id) {
    return sql.sql(
            "select * from attribution.link where tenant_id = :tenant and id = :id for update")
        .param("tenant", caller.tenantId())
        .param("id", id)
        .query(Rows.of(Row.class))
        .optional()
        .map(this::link)
        .orElseThrow(() -> notFound(id));
  }

  private static String sameHost(Link current, String destination) {
    var wanted = Destination.parse(destination);
    if (!wanted.host().equalsIgnoreCase(new Destination(current.destination()).host())) {
      throw Invalid.field("destination", "must stay on the host that the link was made for");
    }
    return wanted.template();
  }

  private Link link(Row row) {
    return new Link(
        row.id(),
        row.appId(),
        row.code(),
        row.name(),
        row.destination(),
        row.channel(),
        row.campaign(),
        row.adGroup(),
        row.creative(),
        base + row.code(),
        base + row.code() + "/i.gif",
        row.createdAt(),
        row.updatedAt(),
        row.archivedAt(),
        row.version());
  }

  private static String newCode() {
    var code = new StringBuilder(CODE_LENGTH);
    for (int i = 0; i < CODE_LENGTH; i++) {
      code.append(BASE62.charAt(RANDOM.nextInt(BASE62.length())));
    }
    return code.toString();
  }

  private static NotFound notFound(UUID id) {
    return new NotFound(AttributionError.LINK_NOT_FOUND, "There is no tracking link " + id + ".");
  }
}
