package dev.freehold.accounts.factors;

import dev.freehold.accounts.Tokens;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.http.RequestScope;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Codes for whoever lost their phone, each good once. Their 80 random bits need no slow hash. */
@Component
public class RecoveryCodes {

  static final int COUNT = 10;

  private static final int BYTES = 10;
  private static final int GROUP = 4;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final PlatformDb db;

  RecoveryCodes(PlatformDb db) {
    this.db = db;
  }

  /** Makes new codes, shown only now; those before are good for nothing. */
  public List<String> replace(Caller caller) {
    return db.acrossTenants(
        caller.actor(), caller.requestId(), sql -> replace(sql, AuthenticatorApps.user(caller)));
  }

  List<String> replace(JdbcClient sql, UUID user) {
    removeAll(sql, user);
    var codes = Stream.generate(RecoveryCodes::random).limit(COUNT).toList();
    for (var code : codes) {
      sql.sql("insert into accounts.recovery_code (user_id, code_hash) values (:user, :hash)")
          .param("user", user)
          .param("hash", hash(code))
          .update();
    }
    return codes;
  }

  static void removeAll(JdbcClient sql, UUID user) {
    sql.sql("delete from accounts.recovery_code where user_id = :user")
        .param("user", user)
        .update();
  }

  /** Uses a code up; false if there is none such. */
  boolean use(UUID user, String code) {
    return db.acrossTenants(
        new Actor(Actor.Kind.SYSTEM, null, "second factor"),
        RequestScope.requestId(),
        sql ->
            sql.sql(
                        """
                        delete from accounts.recovery_code
                        where user_id = :user and code_hash = :hash
                        """)
                    .param("user", user)
                    .param("hash", hash(code))
                    .update()
                == 1);
  }

  public int left(Caller caller) {
    return db.acrossTenants(
        caller.actor(),
        caller.requestId(),
        sql ->
            sql.sql("select count(*) from accounts.recovery_code where user_id = :user")
                .param("user", caller.actor().id())
                .query(Integer.class)
                .single());
  }

  private static String random() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    var text = Totp.base32(bytes).toLowerCase(Locale.ROOT);
    return IntStream.range(0, text.length() / GROUP)
        .mapToObj(i -> text.substring(i * GROUP, (i + 1) * GROUP))
        .collect(Collectors.joining("-"));
  }

  /** However it was typed. */
  private static byte[] hash(String code) {
    return Tokens.sha256(code.toLowerCase(Locale.ROOT).replaceAll("[^a-z2-7]", ""));
  }
}
