package dev.freehold.accounts.branding;

import dev.freehold.kernel.http.Versioned;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's settings, beside its name and the domains that addresses of its members must be of.
 *
 * @param timeZone a name of the IANA time zone database
 * @param locale a language tag (BCP 47)
 * @param supportAddress where the tenant's people find help
 * @param colour of the console; pages darken or lighten it until text in it can be read
 * @param logo null if there is none
 */
public record TenantSettings(
    @Schema(example = "Europe/Berlin") String timeZone,
    @Schema(example = "en-GB") String locale,
    @Schema(example = "help@acme.example") @Nullable String supportAddress,
    @Schema(example = "#1a56c4") @Nullable String colour,
    @Nullable Logo logo,
    long version)
    implements Versioned {

  /** The logo, without its bytes. */
  public record Logo(
      @Schema(example = "image/png") String mediaType,
      @Schema(example = "256") int width,
      @Schema(example = "64") int height,
      @Schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
          String sha256) {

    /** Changes with the bytes, for addresses that browsers remember. */
    public String shortVersion() {
      return sha256.substring(0, 12);
    }
  }

  /** A row as the database has it. */
  record Row(
      String timeZone,
      String locale,
      @Nullable String supportAddress,
      @Nullable String colour,
      @Nullable String mediaType,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable String sha256,
      long version) {

    TenantSettings settings() {
      return new TenantSettings(timeZone, locale, supportAddress, colour, logo(), version);
    }

    private @Nullable Logo logo() {
      return mediaType == null || width == null || height == null || sha256 == null
          ? null
          : new Logo(mediaType, width, height, sha256);
    }
  }
}
