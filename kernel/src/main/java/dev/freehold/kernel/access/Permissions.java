package dev.freehold.kernel.access;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Every permission there is, gathered from the modules at start. */
public final class Permissions {

  /** The permissions that one module declares, as a bean. */
  public record Declared(List<Permission> permissions) {

    public static Declared of(Permission... permissions) {
      return new Declared(List.of(permissions));
    }
  }

  private final List<Permission> all;

  public Permissions(Collection<Declared> modules) {
    this.all =
        modules.stream()
            .flatMap(module -> module.permissions().stream())
            .sorted(java.util.Comparator.comparing(Permission::name))
            .toList();
  }

  public List<Permission> all() {
    return all;
  }

  public Set<String> names() {
    return names(permission -> true);
  }

  public Set<String> names(Predicate<Permission> held) {
    return all.stream().filter(held).map(Permission::name).collect(Collectors.toUnmodifiableSet());
  }
}
