package dev.freehold.accounts.projects;

import dev.freehold.accounts.limits.QuotaForm;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.http.StrictJson;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A project as people fill it in; its settings as a JSON object. */
public final class ProjectForm {

  public static final Map<String, String> LABELS = labels();

  private static final JsonMapper JSON = StrictJson.mapper();

  private ProjectForm() {}

  static Form of(Project project) {
    var values = new HashMap<String, String>();
    values.put("name", project.name());
    values.put("slug", project.slug());
    values.put("description", project.description());
    values.put("settings", project.settings().toPrettyString());
    values.put("max_keys", project.maxKeys() == null ? "" : project.maxKeys().toString());
    values.put("version", Long.toString(project.version()));
    QuotaForm.put(values, project.limits());
    return Form.of(values);
  }

  static ProjectDraft draft(Form form) {
    var slug = form.value("slug").strip();
    return new ProjectDraft(
        form.value("name").strip(),
        slug.isEmpty() ? null : slug,
        form.value("description").strip(),
        settings(form),
        QuotaForm.of(form),
        maxKeys(form));
  }

  static ProjectChange change(Form form) {
    var maxKeys = maxKeys(form);
    return new ProjectChange(
        form.value("name").strip(),
        form.value("slug").strip(),
        form.value("description").strip(),
        settings(form),
        QuotaForm.of(form),
        maxKeys == null ? 0 : maxKeys);
  }

  /** The version that was edited, so that two people do not overwrite each other. */
  static @Nullable Long version(Form form) {
    var text = form.value("version");
    return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
  }

  private static JsonNode settings(Form form) {
    var text = form.value("settings").strip();
    try {
      return JSON.readTree(text.isEmpty() ? "{}" : text);
    } catch (JacksonException e) {
      throw Invalid.field("settings", "must be a JSON object, such as {\"region\": \"eu\"}");
    }
  }

  private static @Nullable Integer maxKeys(Form form) {
    var text = form.value("max_keys").strip();
    if (text.isEmpty()) {
      return null;
    }
    if (!text.matches("[1-9]\\d{0,4}") || Integer.parseInt(text) > Projects.MOST_KEYS) {
      throw Invalid.field("max_keys", "must be a whole number from 1 to " + Projects.MOST_KEYS);
    }
    return Integer.valueOf(text);
  }

  private static Map<String, String> labels() {
    var labels = new HashMap<>(QuotaForm.LABELS);
    labels.putAll(
        Map.of(
            "name", "Name",
            "slug", "Slug",
            "description", "Description",
            "settings", "Settings",
            "max_keys", "Keys"));
    return Map.copyOf(labels);
  }
}
