package dev.freehold.kernel.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

class RoutesTest {

  @Controller
  static class Shops {

    @GetMapping("/v1/shops")
    void list() {}

    @GetMapping("/v1/shops/{id}")
    void get() {}

    @DeleteMapping("/v1/shops/{id}")
    void delete() {}

    @GetMapping("/v1/shops/{id}/goods/{good}")
    void good() {}

    @GetMapping({"/v1/stores/{id}", "/v1/markets/{id}"})
    void alias() {}

    @GetMapping("/files/**")
    void file() {}

    @GetMapping("/{code}")
    void code() {}
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/shops, list",
    "GET, /v1/shops/7, get",
    "DELETE, /v1/shops/7, delete",
    "GET, /v1/shops/7/goods/9, good",
    "GET, /v1/stores/7, alias",
    "GET, /v1/markets/7, alias",
    "GET, /files/a/b, file",
    "GET, /abc, code",
    "GET, /v1/%73hops/7, get",
    "GET, /v1;a=b/shops/7, get"
  })
  void everyAddressFindsItsHandler(String method, String address, String handler) throws Exception {
    assertThat(find(new Routes(), method, address)).isEqualTo(handler);
    assertThat(find(new RequestMappingHandlerMapping(), method, address)).isEqualTo(handler);
  }

  @Test
  void addressesWithoutHandlerFindNone() throws Exception {
    for (var address :
        new String[] {"/v2/shops", "/v1/shop/7", "/v1/shops/7/goods", "/v1/shopsy/7"}) {
      assertThat(find(new Routes(), "GET", address)).as(address).isNull();
      assertThat(find(new RequestMappingHandlerMapping(), "GET", address)).as(address).isNull();
    }
  }

  private static @Nullable String find(
      RequestMappingHandlerMapping routes, String method, String address) throws Exception {
    try (var context = new StaticApplicationContext()) {
      context.registerSingleton("shops", Shops.class);
      context.refresh();
      routes.setApplicationContext(context);
      routes.afterPropertiesSet();
      var request = new MockHttpServletRequest(method, address);
      ServletRequestPathUtils.parseAndCache(request);
      var found = routes.getHandler(request);
      return found == null ? null : ((HandlerMethod) found.getHandler()).getMethod().getName();
    }
  }
}
