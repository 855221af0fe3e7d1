package dev.freehold.attribution;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An app to be made. What is left out takes its default: conversions are {@code install} and {@code
 * purchase}, clicks count for 7 days, impressions for 24 hours, days begin in UTC.
 *
 * @param currency ISO 4217, three capital letters
 * @param conversionTypes 1 to 50 event types
 * @param clickWindow ISO 8601 duration, 1 second to 365 days
 * @param impressionWindow ISO 8601 duration, 1 second to 365 days
 * @param projectId a project that it belongs to; the one that the key is bound to, if it is to one
 * @param timeZone a name of the IANA time zone database
 */
public record AppDraft(
    @NotBlank @Size(max = 255) @Schema(example = "Web shop") String name,
    @NotNull App.Platform platform,
    @NotNull
        @Pattern(regexp = "[A-Z]{3}", message = "must be three capital letters, such as EUR")
        @Schema(example = "EUR")
        String currency,
    @Nullable @Size(min = 1, max = 50)
        List<@NotNull @Pattern(regexp = EventRules.TYPE) String> conversionTypes,
    @Schema(type = "string", example = "P7D") @Nullable Duration clickWindow,
    @Schema(type = "string", example = "PT24H") @Nullable Duration impressionWindow,
    @Schema(example = "Europe/Berlin") @Nullable String timeZone,
    @Nullable UUID projectId) {}
