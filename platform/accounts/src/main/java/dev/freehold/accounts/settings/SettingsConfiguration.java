package dev.freehold.accounts.settings;

import dev.freehold.kernel.access.Permission;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.error.ErrorCatalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Wires the settings of the installation, and what keeps people out during maintenance. */
@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {

  static final String OPERATE = "operator.settings:write";

  @Bean
  Permissions.Declared settingPermissions() {
    return Permissions.Declared.of(
        new Permission(
            OPERATE,
            "See and change the settings of the installation. Only the owner of the operator's own"
                + " tenant."));
  }

  @Bean
  ErrorCatalogue.Declared settingErrors() {
    return ErrorCatalogue.Declared.of(SettingsError.values());
  }

  /** Before anything looks at what the caller may do: nothing answers meanwhile. */
  @Bean
  WebMvcConfigurer maintenanceFirst(MaintenanceGuard guard) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(guard).order(Ordered.HIGHEST_PRECEDENCE);
      }
    };
  }
}
