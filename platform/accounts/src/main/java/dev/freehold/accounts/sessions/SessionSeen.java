package dev.freehold.accounts.sessions;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.access.Authentication;
import dev.freehold.kernel.access.Callers;
import dev.freehold.kernel.db.PlatformDb;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Writes down when and from where a session was last used, every few minutes at most. */
@Component
class SessionSeen implements HandlerInterceptor {

  static final Duration EVERY = Duration.ofMinutes(5);

  private static final int MAX_TRACKED = 100_000;

  private final PlatformDb db;
  private final Cache<ByteBuffer, Boolean> lately =
      Caffeine.newBuilder().maximumSize(MAX_TRACKED).expireAfterWrite(EVERY).build();

  SessionSeen(PlatformDb db) {
    this.db = db;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    var caller = Callers.of(request);
    var token = Authentication.token(request);
    if (caller != null && token != null) {
      var hash = Tokens.sha256(token);
      if (lately.asMap().putIfAbsent(ByteBuffer.wrap(hash), true) == null) {
        db.acrossTenants(
            caller.actor(),
            caller.requestId(),
            sql ->
                sql.sql(
                        """
                        update accounts.session set last_seen_at = now(), address = :address
                        where token_hash = :hash
                        """)
                    .param("address", Client.of(request).keptAddress())
                    .param("hash", hash)
                    .update());
      }
    }
    return true;
  }
}
