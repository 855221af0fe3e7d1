package dev.freehold.accounts.settings;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.Page;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The installation's settings over HTTP; the rules live in {@link SystemSettings}. */
@RestController
@RequestMapping("/v1/operator/settings")
@Tag(name = "Operator")
class SystemSettingsApi {

  private final SystemSettings settings;

  SystemSettingsApi(SystemSettings settings) {
    this.settings = settings;
  }

  record Value(@Nullable @Size(max = 500) @Schema(example = "invited") String value) {}

  /** Lists every setting with what holds now. */
  @GetMapping
  @Requires(SettingsConfiguration.OPERATE)
  Page<SystemSetting> listSettings(Caller caller) {
    return new Page<>(settings.list(caller), null);
  }

  /**
   * Sets one, on every node within a second or so; without a value it has its default again.
   *
   * @param name as the list calls it
   */
  @PutMapping("/{name}")
  @Requires(SettingsConfiguration.OPERATE)
  @Fails("setting_not_found")
  SystemSetting setSetting(
      Caller caller, @PathVariable String name, @Valid @RequestBody Value body) {
    return settings.set(caller, name, body.value());
  }
}
