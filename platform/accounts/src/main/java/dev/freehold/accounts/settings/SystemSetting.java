package dev.freehold.accounts.settings;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A setting of the installation.
 *
 * @param value what holds; empty for nothing
 * @param rule what it may be
 * @param setAt null while it has its default
 */
public record SystemSetting(
    @Schema(example = "sign_up") String name,
    @Schema(example = "invited") String value,
    String rule,
    @Nullable Instant setAt) {}
