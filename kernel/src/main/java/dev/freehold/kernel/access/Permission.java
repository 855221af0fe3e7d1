package dev.freehold.kernel.access;

/**
 * A right that roles and keys can hold.
 *
 * @param name {@code <module>.<resource>:<action>}, for instance {@code attribution.apps:write}
 * @param allows what it allows, for the generated permission table
 */
public record Permission(String name, String allows) {

  public String module() {
    return name.substring(0, name.indexOf('.'));
  }

  public String action() {
    return name.substring(name.indexOf(':') + 1);
  }
}
