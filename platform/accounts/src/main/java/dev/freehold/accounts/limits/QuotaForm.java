package dev.freehold.accounts.limits;

import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.Invalid;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A quota as people fill it in: four fields, empty for no limit. */
public final class QuotaForm {

  public static final Map<String, String> LABELS =
      Map.of(
          "per_second", "Per second",
          "per_minute", "Per minute",
          "per_hour", "Per hour",
          "per_day", "Per day");

  private QuotaForm() {}

  /** Fills a form's fields with a quota. */
  public static void put(Map<String, String> values, Quota quota) {
    for (var window : Window.values()) {
      var most = quota.of(window);
      if (most != null) {
        values.put("per_" + window.wireName(), most.toString());
      }
    }
  }

  public static Quota of(Form form) {
    return new Quota(
        number(form, "per_second"),
        number(form, "per_minute"),
        number(form, "per_hour"),
        number(form, "per_day"));
  }

  private static @Nullable Long number(Form form, String field) {
    var text = form.value(field).strip().replace(",", "");
    if (text.isEmpty()) {
      return null;
    }
    if (!text.matches("\\d{1,10}")
        || Long.parseLong(text) < 1
        || Long.parseLong(text) > Quota.MOST) {
      throw Invalid.field(field, "must be a whole number from 1 to 1,000,000,000");
    }
    return Long.valueOf(text);
  }
}
