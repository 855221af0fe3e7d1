package dev.freehold.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolesTest {

  private static final Permissions ALL =
      new Permissions(
          List.of(
              new AccountsConfiguration().accountsPermissions(),
              new Permissions.Declared(
                  Stream.of(
                          "kernel.audit_log:read",
                          "kernel.jobs:read",
                          "shop.orders:read",
                          "shop.orders:write",
                          "shop.people:erase")
                      .map(name -> new Permission(name, "For a test."))
                      .toList())));

  @ParameterizedTest
  @CsvSource({
    "accounts.tenant:close,   owner",
    "accounts.tenant:write,   owner admin",
    "accounts.tenant:read,    owner admin manager member",
    "accounts.members:read,   owner admin manager member",
    "accounts.members:write,  owner admin",
    "accounts.api_keys:read,  owner admin",
    "accounts.api_keys:write, owner admin",
    "kernel.audit_log:read,   owner admin",
    "kernel.jobs:read,        owner admin manager member",
    "shop.people:erase,       owner admin manager",
    "shop.orders:write,       owner admin manager member",
    "shop.orders:read,        owner admin manager member viewer",
  })
  void aPermissionIsHeldByTheseRoles(String permission, String roles) {
    assertThat(Role.builtIn().stream().filter(role -> holds(role, permission)))
        .containsExactly(Stream.of(roles.split(" ")).map(Role::of).toArray(Role[]::new));
  }

  private static boolean holds(Role role, String permission) {
    return role.permissions(ALL).contains(permission);
  }
}
