package dev.freehold.server;

import java.util.Map;
import java.util.UUID;
import java.util.function.BinaryOperator;

/** Single sign-on of an organisation: its provider, a domain, and whom the provider vouched for. */
record SsoContent(String providerId, String domainId) {

  /**
   * @param made makes a thing at a path and answers with its id
   */
  static SsoContent of(Organisation owner, BinaryOperator<String> made) {
    var name = owner.name();
    var provider =
        TestServer.running()
            .send(
                "PUT",
                "/v1/sso/provider",
                Map.of(
                    "Authorization", "Bearer " + owner.key(), "Content-Type", "application/json"),
                """
                {"issuer": "https://login.%s.example", "client_id": "%s", "client_secret": "%s",
                 "default_role": "member", "enforced": false, "trusts_second_factor": true}
                """
                    .formatted(name, name, name))
            .json()
            .path("id")
            .asString();
    var domain = made.apply("/v1/sso/domains", "{\"domain\": \"%s.example\"}".formatted(name));
    TestServer.running()
        .database()
        .superuser()
        .sql(
            """
            insert into accounts.sso_identity (tenant_id, provider_id, subject, user_id)
            values (:tenant, :provider::uuid, :subject, :user)
            """)
        .param("tenant", owner.tenantId())
        .param("provider", provider)
        .param("subject", name)
        .param("user", owner.ownerId())
        .update();
    return new SsoContent(provider, domain);
  }

  static SsoContent missing() {
    return new SsoContent(UUID.randomUUID().toString(), UUID.randomUUID().toString());
  }
}
