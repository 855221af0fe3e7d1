package dev.freehold.kernel.db;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.http.IdempotentRequest;
import dev.freehold.kernel.secrets.Secrets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Remembers answers by {@code Idempotency-Key}, in the transaction that made them true. Bodies are
 * encrypted, because the answer to "make a key" holds a secret that is shown once.
 */
public final class IdempotentAnswers {

  private record Row(int status, byte @Nullable [] body, byte[] requestHash) {}

  private final JsonMapper json;
  private final Secrets secrets;

  public IdempotentAnswers(JsonMapper json, Secrets secrets) {
    this.json = json;
    this.secrets = secrets;
  }

  /**
   * Claims the key, does the work, stores the answer. Of two requests at once the second waits at
   * the claim until the first has committed, and then undoes itself.
   */
  <T extends @Nullable Object> T once(
      JdbcClient sql, Caller caller, IdempotentRequest request, Function<JdbcClient, T> work) {
    var claimed =
        sql.sql(
                """
                insert into kernel.idempotent_answer (id, request_hash, status)
                values (:id, :requestHash, :status)
                on conflict do nothing
                """)
            .param("id", request.keyHash())
            .param("requestHash", request.requestHash())
            .param("status", request.status())
            .update();
    if (claimed == 0) {
      throw new AlreadyAnswered();
    }
    var result = work.apply(sql);
    if (result != null) {
      sql.sql(
              "update kernel.idempotent_answer set body = :body"
                  + " where tenant_id = :tenant and id = :id")
          .param("tenant", caller.tenantId())
          .param("id", request.keyHash())
          .param("body", secrets.encrypt(json.writeValueAsBytes(result), context(caller)))
          .update();
    }
    return result;
  }

  /**
   * The answer an earlier request with this key got.
   *
   * @throws Conflict when the key was used with another request
   */
  Optional<StoredAnswer> find(TenantDb db, Caller caller, IdempotentRequest request) {
    return db.readOne(
            caller,
            """
            select status, body, request_hash
            from kernel.idempotent_answer
            where tenant_id = :tenant and id = :id
            """,
            Map.of("id", request.keyHash()),
            (row, index) ->
                new Row(row.getInt("status"), row.getBytes("body"), row.getBytes("request_hash")))
        .map(row -> answer(row, caller, request));
  }

  private StoredAnswer answer(Row row, Caller caller, IdempotentRequest request) {
    if (!MessageDigest.isEqual(row.requestHash(), request.requestHash())) {
      throw new Conflict(
          KernelError.IDEMPOTENCY_CONFLICT,
          "This Idempotency-Key was used with another request. Use a new key for a new request.");
    }
    var body = row.body();
    return new StoredAnswer(
        row.status(), body == null ? null : secrets.decrypt(body, context(caller)));
  }

  private static String context(Caller caller) {
    return "idempotent_answer:" + caller.tenantId();
  }
}
