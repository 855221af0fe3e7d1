package dev.freehold.accounts.projects;

import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.error.ErrorCatalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The permissions and errors of projects. */
@Configuration(proxyBeanMethods = false)
class ProjectsConfiguration {

  static final String READ = "accounts.projects:read";
  static final String WRITE = "accounts.projects:write";
  static final String ADMIN = "accounts.projects:admin";

  @Bean
  Permissions.Declared projectPermissions() {
    return Permissions.Declared.of(
        new Permission(READ, "List and read projects."),
        new Permission(WRITE, "Make projects, change their settings and quotas."),
        new Permission(ADMIN, "Pause, resume, archive and restore projects with their keys."));
  }

  @Bean
  ErrorCatalogue.Declared projectErrors() {
    return ErrorCatalogue.Declared.of(ProjectsError.values());
  }
}
