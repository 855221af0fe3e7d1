package dev.freehold.accounts.branding;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * A change of the settings: what is left out stays.
 *
 * @param timeZone a name of the IANA time zone database
 * @param locale a language tag (BCP 47)
 * @param supportAddress an address of mail; an empty text takes it away
 * @param colour {@code #rrggbb}; an empty text takes it away
 */
public record TenantSettingsChange(
    @Nullable @Size(max = 64) @Schema(example = "Europe/Berlin") String timeZone,
    @Nullable @Size(max = 35) @Schema(example = "en-GB") String locale,
    @Nullable @Size(max = 254) @Schema(example = "help@acme.example") String supportAddress,
    @Nullable @Size(max = 7) @Schema(example = "#1a56c4") String colour) {}
