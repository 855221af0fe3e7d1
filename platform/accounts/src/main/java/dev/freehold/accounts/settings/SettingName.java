package dev.freehold.accounts.settings;

import dev.freehold.accounts.EmailAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** The settings that there are, with what each may be. */
public enum SettingName {
  SIGN_UP(
      "Who may sign up",
      "open, invited for those with an invitation alone, or closed",
      "open",
      List.of("open", "invited", "closed")::contains),
  DEFAULT_PLAN(
      "Plan of tenants without one of their own",
      "the name of a plan; without a value, the one that freehold.limits.plan names",
      "",
      text -> text.matches("[a-z][a-z0-9_-]{0,39}")),
  GRACE_DAYS(
      "Days until a removed tenant is erased",
      "a whole number from 1 to 365",
      "30",
      text -> text.matches("[1-9]\\d{0,2}") && Integer.parseInt(text) <= 365),
  SUPPORT_ADDRESS(
      "Whom people may ask",
      "an email address",
      "",
      text -> text.length() <= 254 && EmailAddress.isOne(text)),
  MAINTENANCE(
      "Maintenance",
      "on keeps everybody but the operator out; off",
      "off",
      List.of("on", "off")::contains),
  MAINTENANCE_MESSAGE(
      "What people read meanwhile",
      "at most 500 characters",
      "",
      text -> text.length() <= 500 && text.chars().noneMatch(Character::isISOControl)),
  MAINTENANCE_UNTIL(
      "When it ends by itself",
      "a time in UTC such as 2026-12-01T06:00:00Z",
      "",
      SettingName::isTime);

  private final String label;
  private final String rule;
  private final String standard;
  private final Predicate<String> allowed;

  SettingName(String label, String rule, String standard, Predicate<String> allowed) {
    this.label = label;
    this.rule = rule;
    this.standard = standard;
    this.allowed = allowed;
  }

  static Optional<SettingName> of(String wireName) {
    return Arrays.stream(values()).filter(name -> name.wireName().equals(wireName)).findFirst();
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String label() {
    return label;
  }

  public String rule() {
    return rule;
  }

  /** What holds when nothing was set; empty for nothing. */
  String standard() {
    return standard;
  }

  boolean allows(String value) {
    return allowed.test(value);
  }

  private static boolean isTime(String text) {
    try {
      return Instant.parse(text).isBefore(Instant.parse("2200-01-01T00:00:00Z"));
    } catch (DateTimeException e) {
      return false;
    }
  }
}
