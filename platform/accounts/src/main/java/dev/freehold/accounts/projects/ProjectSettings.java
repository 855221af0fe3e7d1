package dev.freehold.accounts.projects;

import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a tenant's own programs keep with a project: a small, flat object. */
final class ProjectSettings {

  static final int MOST = 50;
  static final int MAX_TEXT = 1000;

  private static final int MAX_DIGITS = 30;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");

  private ProjectSettings() {}

  /**
   * @throws Invalid naming each setting that is wrong
   */
  static JsonNode checked(JsonNode settings) {
    if (!settings.isObject()) {
      throw Invalid.field("settings", "must be an object");
    }
    if (settings.size() > MOST) {
      throw Invalid.field("settings", "must hold at most " + MOST + " settings");
    }
    var wrong = new ArrayList<Invalid.Field>();
    for (var setting : settings.properties()) {
      check(setting.getKey(), setting.getValue(), wrong);
    }
    if (!wrong.isEmpty()) {
      throw new Invalid(KernelError.INVALID_REQUEST, KernelError.INVALID_REQUEST.title(), wrong);
    }
    return settings;
  }

  private static boolean isShort(JsonNode number) {
    return Double.isFinite(number.doubleValue())
        && number.decimalValue().toPlainString().length() <= MAX_DIGITS;
  }

  private static void check(String name, JsonNode value, List<Invalid.Field> wrong) {
    if (!NAME.matcher(name).matches()) {
      wrong.add(
          new Invalid.Field(
              "settings",
              "contains a name other than a small letter and up to 63 small letters, digits"
                  + " and _ . -"));
    } else if (value.isString() && value.stringValue().length() > MAX_TEXT) {
      wrong.add(
          new Invalid.Field("settings." + name, "must have at most " + MAX_TEXT + " characters"));
    } else if (value.isString() && value.stringValue().indexOf('\0') >= 0) {
      wrong.add(new Invalid.Field("settings." + name, "must not contain the character 0"));
    } else if (value.isNumber() && !isShort(value)) {
      wrong.add(
          new Invalid.Field("settings." + name, "must have at most " + MAX_DIGITS + " digits"));
    } else if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
      wrong.add(new Invalid.Field("settings." + name, "must be a text, a number or a boolean"));
    }
  }
}
