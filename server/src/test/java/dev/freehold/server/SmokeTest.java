package dev.freehold.server;
import org.junit.jupiter.api.Test;
class SmokeTest {
  @Test void it() throws Exception {
    var s = TestServer.running();
    var o = Organisation.signUp("acme");
    System.out.println(s.ask("GET", "/v1/tenant", o.key(), null).body());
    java.nio.file.Files.writeString(java.nio.file.Path.of("/tmp/openapi.json"), s.ask("GET", "/v1/openapi.json", null, null).body());
    System.out.println(s.send("GET", "/console/members", java.util.Map.of("Cookie", "fh_session=" + o.sessionOf(dev.freehold.accounts.Role.OWNER)), null).status());
    s.bean(org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping.class).getHandlerMethods().forEach((k, v) -> System.out.println(k + " " + v));
  }
}
