package dev.freehold.accounts.projects;

/** Whether the keys of a project work, and whether lists show it. */
public enum ProjectState {
  ACTIVE,
  PAUSED,
  ARCHIVED
}
