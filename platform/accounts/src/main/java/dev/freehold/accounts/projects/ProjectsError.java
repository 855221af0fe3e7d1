package dev.freehold.accounts.projects;

import dev.freehold.kernel.error.ErrorCode;

/** The error codes of projects. */
public enum ProjectsError implements ErrorCode {
  PROJECT_NOT_FOUND(404, "There is no such project."),
  PROJECT_SLUG_TAKEN(409, "A project with this slug exists."),
  PROJECT_ARCHIVED(409, "The project is archived."),
  TOO_MANY_PROJECTS(409, "The tenant has as many projects as its plan is good for."),
  TOO_MANY_KEYS(409, "The project has as many keys as it may.");

  private final int status;
  private final String title;

  ProjectsError(int status, String title) {
    this.status = status;
    this.title = title;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
