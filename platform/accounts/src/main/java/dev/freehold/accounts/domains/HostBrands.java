package dev.freehold.accounts.domains;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freehold.accounts.branding.Branding;
import dev.freehold.accounts.branding.LogoImage;
import dev.freehold.accounts.tenants.Tenants;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.console.Brand;
import dev.freehold.kernel.console.Brands;
import dev.freehold.kernel.db.Databases;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whose pages a host shows to people who are not logged in. Hosts are remembered for a few seconds,
 * those that are nobody's as well: the header is whatever a client writes.
 */
@Component
public class HostBrands implements Brands {

  static final Duration REMEMBERED = Duration.ofSeconds(10);

  private static final int MOST = 1_000;
  private static final int MAX_HOST = 253;

  private final Cache<String, Optional<UUID>> tenants =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(MOST).build();

  private final JdbcClient sql;
  private final Branding branding;
  private final Tenants names;
  private final @Nullable String ownHost;

  HostBrands(Databases databases, Branding branding, Tenants names, KernelSettings settings) {
    this.sql = JdbcClient.create(databases.application());
    this.branding = branding;
    this.names = names;
    this.ownHost = URI.create(settings.url()).getHost();
  }

  @Override
  public Optional<Brand> of(HttpServletRequest request) {
    return caller(request)
        .map(
            caller -> {
              var settings = branding.get(caller);
              return new Brand(
                  names.get(caller).name(),
                  settings.colour(),
                  settings.logo() == null ? null : "/logo?v=" + settings.logo().shortVersion(),
                  settings.supportAddress());
            });
  }

  /** The logo of the tenant whose host it is. */
  Optional<LogoImage> logo(HttpServletRequest request) {
    return caller(request).flatMap(branding::findLogo);
  }

  private Optional<Caller> caller(HttpServletRequest request) {
    var host = request.getServerName();
    if (host == null || host.length() > MAX_HOST || host.equalsIgnoreCase(ownHost)) {
      return Optional.empty();
    }
    return tenants
        .get(host.toLowerCase(Locale.ROOT), this::find)
        .map(tenant -> Caller.system(tenant, "custom domain", "host"));
  }

  private Optional<UUID> find(String host) {
    return sql.sql("select tenant_id from lookup.custom_domain(:host)")
        .param("host", host)
        .query(UUID.class)
        .optional();
  }

  /** Has a host looked up anew on this node; others do within {@link #REMEMBERED}. */
  void forget(String host) {
    tenants.invalidate(host);
  }
}
