package dev.freehold.accounts.branding;

import dev.freehold.accounts.EmailAddress;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import java.sql.Types;
import java.time.ZoneId;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The caller's tenant's settings and logo: read, changed, taken away. */
@Component
public class Branding {

  private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");

  private static final String SELECT =
      """
      select coalesce(s.time_zone, 'UTC') as time_zone, coalesce(s.locale, 'en') as locale,
        s.support_address, s.colour, coalesce(s.version, 0) as version,
        l.media_type, l.width, l.height, l.sha256
      from accounts.tenant t
      left join accounts.tenant_settings s on s.tenant_id = t.tenant_id
      left join accounts.tenant_logo l on l.tenant_id = t.tenant_id
      where t.tenant_id = :tenant
      """;

  private final TenantDb db;

  Branding(TenantDb db) {
    this.db = db;
  }

  public TenantSettings get(Caller caller) {
    return db.readOne(caller, SELECT, Map.of(), Rows.of(TenantSettings.Row.class))
        .orElseThrow()
        .settings();
  }

  public TenantSettings update(Caller caller, TenantSettingsChange change, IfMatch ifMatch) {
    var zone = change.timeZone() == null ? null : zone(change.timeZone().strip());
    var locale = change.locale() == null ? null : locale(change.locale().strip());
    var support = emptied(change.supportAddress());
    checkAddress(support);
    var colour = emptied(change.colour()).toLowerCase(Locale.ROOT);
    if (!colour.isEmpty() && !COLOUR.matcher(colour).matches()) {
      throw Invalid.field("colour", "must be written as #rrggbb, such as #1a56c4");
    }
    return db.inTenant(
        caller,
        sql -> {
          var current = lock(sql, caller);
          ifMatch.check(current);
          sql.sql(
                  """
                  update accounts.tenant_settings set
                    time_zone = coalesce(:zone, time_zone), locale = coalesce(:locale, locale),
                    support_address = :support, colour = :colour
                  where tenant_id = :tenant
                  """)
              .param("zone", zone, Types.VARCHAR)
              .param("locale", locale, Types.VARCHAR)
              .param(
                  "support",
                  changed(change.supportAddress(), support, current.supportAddress()),
                  Types.VARCHAR)
              .param("colour", changed(change.colour(), colour, current.colour()), Types.VARCHAR)
              .param("tenant", caller.tenantId())
              .update();
          return read(sql, caller);
        });
  }

  private static @Nullable String changed(
      @Nullable String wanted, String clean, @Nullable String current) {
    if (wanted == null) {
      return current;
    }
    return clean.isEmpty() ? null : clean;
  }

  /** Puts another logo in the place of the one there was, if any. */
  public TenantSettings.Logo setLogo(Caller caller, byte[] content) {
    var image = LogoImage.checked(content);
    return db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    insert into accounts.tenant_logo (media_type, content, width, height, sha256)
                    values (:type, :content, :width, :height, :sha256)
                    on conflict (tenant_id) do update set
                      media_type = excluded.media_type, content = excluded.content,
                      width = excluded.width, height = excluded.height, sha256 = excluded.sha256
                    returning media_type, width, height, sha256
                    """)
                .param("type", image.mediaType())
                .param("content", image.content())
                .param("width", image.width())
                .param("height", image.height())
                .param("sha256", image.sha256())
                .query(Rows.of(TenantSettings.Logo.class))
                .single());
  }

  /** Takes the logo away; doing it again changes nothing. */
  public void removeLogo(Caller caller) {
    db.inTenant(
        caller,
        sql ->
            sql.sql("delete from accounts.tenant_logo where tenant_id = :tenant")
                .param("tenant", caller.tenantId())
                .update());
  }

  /** The logo with its bytes. */
  public Optional<LogoImage> findLogo(Caller caller) {
    return db.readOne(
        caller,
        """
        select media_type, content, width, height, sha256 from accounts.tenant_logo
        where tenant_id = :tenant
        """,
        Map.of(),
        LogoImage::of);
  }

  LogoImage logo(Caller caller) {
    return findLogo(caller)
        .orElseThrow(() -> new NotFound(BrandingError.LOGO_NOT_FOUND, "There is no logo."));
  }

  /** The row is there after the first change; two first changes at once wait for each other. */
  private static TenantSettings lock(JdbcClient sql, Caller caller) {
    sql.sql(
            """
            insert into accounts.tenant_settings (tenant_id, version) values (:tenant, 0)
            on conflict (tenant_id) do nothing
            """)
        .param("tenant", caller.tenantId())
        .update();
    sql.sql("select 1 from accounts.tenant_settings where tenant_id = :tenant for update")
        .param("tenant", caller.tenantId())
        .query(Integer.class)
        .single();
    return read(sql, caller);
  }

  private static TenantSettings read(JdbcClient sql, Caller caller) {
    return sql.sql(SELECT)
        .param("tenant", caller.tenantId())
        .query(Rows.of(TenantSettings.Row.class))
        .single()
        .settings();
  }

  private static String zone(String id) {
    if (!ZoneId.getAvailableZoneIds().contains(id)) {
      throw Invalid.field("time_zone", "must be a name such as Europe/Berlin");
    }
    return id;
  }

  private static String locale(String tag) {
    try {
      var locale = new Locale.Builder().setLanguageTag(tag).build();
      if (!locale.getLanguage().isEmpty()) {
        return locale.toLanguageTag();
      }
    } catch (IllformedLocaleException e) {
      // Falls through: it is no language tag either.
    }
    throw Invalid.field("locale", "must be a language tag, such as en-GB");
  }

  private static void checkAddress(String address) {
    if (!address.isEmpty() && !EmailAddress.isOne(address)) {
      throw Invalid.field("support_address", "must be an email address");
    }
  }

  private static String emptied(@Nullable String text) {
    return text == null ? "" : text.strip();
  }
}
