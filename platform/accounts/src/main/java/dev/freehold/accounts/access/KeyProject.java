package dev.freehold.accounts.access;

import dev.freehold.accounts.projects.ProjectState;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.KernelError;
import java.util.Locale;
import java.util.UUID;

/** The project that a key is bound to, and whether its keys work. */
public record KeyProject(UUID id, ProjectState state) {

  public boolean isActive() {
    return state == ProjectState.ACTIVE;
  }

  /**
   * Refuses the keys of a project that is paused.
   *
   * @throws Forbidden with the code {@code project_paused}
   */
  void checkActive() {
    if (!isActive()) {
      throw new Forbidden(
          KernelError.PROJECT_PAUSED,
          "The project of this key is "
              + state.name().toLowerCase(Locale.ROOT)
              + ". Its keys work again when somebody of the tenant resumes it.");
    }
  }
}
