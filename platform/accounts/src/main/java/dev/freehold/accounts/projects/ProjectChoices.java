package dev.freehold.accounts.projects;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.PageRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The projects that something new may be put into, for forms of any module. */
@Component
public class ProjectChoices {

  private static final String FIELD = "project_id";
  private static final PageRequest NEWEST = PageRequest.first(1000);

  private final Projects projects;

  ProjectChoices(Projects projects) {
    this.projects = projects;
  }

  /** Ids to names, the newest first, after the choice of none; empty if there is no project. */
  public Map<String, String> of(Caller caller) {
    var choices = new LinkedHashMap<String, String>();
    if (!caller.may(ProjectsConfiguration.READ)) {
      return choices;
    }
    for (var project : projects.list(caller, false, NEWEST).rows()) {
      if (choices.isEmpty()) {
        choices.put("", "None: the whole organisation");
      }
      choices.put(project.id().toString(), project.name());
    }
    return choices;
  }

  /** The same for something that belongs to a project already: it can move, but not out of all. */
  public Map<String, String> of(Caller caller, @Nullable UUID current) {
    var choices = of(caller);
    if (current != null && !choices.isEmpty()) {
      choices.remove("");
      choices.computeIfAbsent(current.toString(), id -> String.valueOf(nameOf(caller, current)));
    }
    return choices;
  }

  /** What the form's field {@code project_id} holds; null for none. */
  public static @Nullable UUID chosen(Form form) {
    var text = form.value(FIELD);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw Invalid.field(FIELD, "must be one of the list");
    }
  }

  /** How pages call the project; nothing if there is none. */
  public @Nullable String nameOf(Caller caller, @Nullable UUID id) {
    if (id == null) {
      return null;
    }
    try {
      return projects.get(caller, id).name();
    } catch (NotFound e) {
      return id.toString();
    }
  }
}
