package dev.freehold.attribution;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of an app: what is left out stays. Platform and currency are fixed.
 *
 * @param projectId moves it, with its links and reports, into this project
 */
public record AppChange(
    @Nullable @Size(min = 1, max = 255) @Pattern(regexp = ".*\\S.*", message = "must not be blank")
        String name,
    @Nullable @Size(min = 1, max = 50)
        List<@NotNull @Pattern(regexp = EventRules.TYPE) String> conversionTypes,
    @Schema(type = "string", example = "P7D") @Nullable Duration clickWindow,
    @Schema(type = "string", example = "PT24H") @Nullable Duration impressionWindow,
    @Schema(example = "Europe/Berlin") @Nullable String timeZone,
    @Nullable UUID projectId) {}
