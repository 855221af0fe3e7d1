package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every route declares about who may call it. */
class RoutesTest {

  /** Permissions that no route asks for yet, and why they exist. */
  private static final Map<String, String> RESERVED = Map.of();

  static java.util.List<Route> routes() {
    return Route.all();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void aRouteSaysWhatItNeedsOrWhyItIsOpen(Route route) {
    assertThat(route.permission() == null).isNotEqualTo(route.openBecause() == null);
    if (route.openBecause() != null) {
      assertThat(route.openBecause()).hasSizeGreaterThan(15);
    } else {
      assertThat(TestServer.running().bean(Permissions.class).names()).contains(route.permission());
    }
  }

  @Test
  void everyPermissionOpensARouteOrIsReserved() {
    var used =
        Route.all().stream()
            .map(Route::permission)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(RESERVED.keySet()).doesNotContainAnyElementsOf(used);
    used.addAll(RESERVED.keySet());
    assertThat(used).isEqualTo(new TreeSet<>(TestServer.running().bean(Permissions.class).names()));
  }

  @Test
  void aPermissionIsNamedAfterModuleResourceAndAction() {
    assertThat(TestServer.running().bean(Permissions.class).all())
        .extracting(Permission::name)
        .allMatch(name -> name.matches("[a-z]+\\.[a-z_]+:(read|write|admin|erase|close|verify)"))
        .doesNotHaveDuplicates();
  }

  /** Operations are named after their handlers, for the code that clients generate. */
  @Test
  void operationsHaveNamesOfTheirOwn() {
    assertThat(Route.all().stream().filter(route -> route.pattern().startsWith("/v1/")))
        .extracting(Route::operation)
        .doesNotHaveDuplicates();
  }

  @Test
  void aTenantIsTakenFromTheCallerAndNeverFromTheRequest() {
    assertThat(Route.ofTheApi())
        .noneMatch(route -> route.pattern().contains("tenant_id"))
        .noneMatch(
            route ->
                Arrays.stream(route.handler().getMethod().getParameters())
                    .anyMatch(parameter -> parameter.getName().startsWith("tenant")));
  }
}
