package dev.freehold.attribution;

import dev.freehold.accounts.projects.ProjectChoices;
import dev.freehold.kernel.batch.RowText;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.Invalid;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An app as people fill it in: windows in days and hours, conversion types separated by commas. */
public final class AppForm {

  public static final Map<String, String> LABELS =
      Map.of(
          "name", "Name",
          "platform", "Platform",
          "currency", "Currency",
          "conversion_types", "Conversions",
          "click_window", "Clicks count for",
          "impression_window", "Impressions count for",
          "time_zone", "Time zone",
          "project_id", "Project");

  public static final Map<String, String> PLATFORMS = platforms();

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private AppForm() {}

  static Form of(App app) {
    return Form.of(
        Map.of(
            "name", app.name(),
            "conversion_types", String.join(", ", app.conversionTypes()),
            "click_window", number(app.clickWindow(), DAY),
            "impression_window", number(app.impressionWindow(), HOUR),
            "time_zone", app.timeZone().getId(),
            "project_id", app.projectId() == null ? "" : app.projectId().toString(),
            "version", Long.toString(app.version())));
  }

  /**
   * What the form asks to make.
   *
   * @throws Invalid with all fields at fault, so that they can be mended in one go
   */
  static AppDraft draft(Console console, Form form) {
    var wrong = new ArrayList<Invalid.Field>();
    return console.checked(
        new AppDraft(
            form.value("name").strip(),
            platform(form),
            form.value("currency").strip().toUpperCase(Locale.ROOT),
            read(wrong, () -> types(form)),
            read(wrong, () -> duration(form, "click_window", DAY)),
            read(wrong, () -> duration(form, "impression_window", HOUR)),
            form.value("time_zone").strip(),
            read(wrong, () -> ProjectChoices.chosen(form))),
        wrong);
  }

  static AppChange change(Console console, Form form) {
    var wrong = new ArrayList<Invalid.Field>();
    return console.checked(
        new AppChange(
            form.value("name").strip(),
            read(wrong, () -> types(form)),
            read(wrong, () -> duration(form, "click_window", DAY)),
            read(wrong, () -> duration(form, "impression_window", HOUR)),
            form.value("time_zone").strip(),
            read(wrong, () -> ProjectChoices.chosen(form))),
        wrong);
  }

  /** What a field holds, or null and a note of what is wrong with it. */
  private static <T> @Nullable T read(
      List<Invalid.Field> wrong, Supplier<? extends @Nullable T> field) {
    try {
      return field.get();
    } catch (Invalid e) {
      wrong.addAll(e.fields());
      return null;
    }
  }

  /** The version that was edited, so that two people do not overwrite each other. */
  static @Nullable Long version(Form form) {
    var text = form.value("version");
    return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
  }

  private static App.Platform platform(Form form) {
    try {
      return App.Platform.valueOf(form.value("platform"));
    } catch (IllegalArgumentException e) {
      throw Invalid.field("platform", "must be one of the list");
    }
  }

  private static List<String> types(Form form) {
    var types =
        Arrays.stream(form.value("conversion_types").split("[,\\s]+"))
            .filter(type -> !type.isEmpty())
            .toList();
    if (types.isEmpty()) {
      throw Invalid.field("conversion_types", "must name at least one type of event");
    }
    for (var type : types) {
      if (!RowText.isWord(type)) {
        throw Invalid.field(
            "conversion_types",
            "must not contain "
                + type
                + ": a type begins with a letter and has only letters, digits and _ . : -");
      }
    }
    return types;
  }

  private static Duration duration(Form form, String field, Duration unit) {
    var text = form.value(field).strip().replace(',', '.');
    if (text.matches("\\d{1,6}(\\.\\d{1,6})?")) {
      var seconds = new BigDecimal(text).multiply(BigDecimal.valueOf(unit.toSeconds()));
      var duration = Duration.ofSeconds(seconds.setScale(0, RoundingMode.HALF_UP).longValue());
      if (duration.isPositive() && duration.compareTo(Apps.MAX_WINDOW) <= 0) {
        return duration;
      }
    }
    throw Invalid.field(
        field, "must be a number above 0 and at most " + Apps.MAX_WINDOW.dividedBy(unit));
  }

  private static String number(Duration duration, Duration unit) {
    return BigDecimal.valueOf(duration.toSeconds())
        .divide(BigDecimal.valueOf(unit.toSeconds()), 6, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static Map<String, String> platforms() {
    var platforms = new LinkedHashMap<String, String>();
    platforms.put("WEB", "Web");
    platforms.put("IOS", "iOS");
    platforms.put("ANDROID", "Android");
    return platforms;
  }
}
