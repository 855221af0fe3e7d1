package dev.freehold.accounts.branding;

import static org.springframework.http.HttpStatus.NO_CONTENT;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.IfMatch;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A tenant's settings and logo over HTTP; the rules live in {@link Branding}. */
@RestController
@RequestMapping("/v1/tenant")
@Tag(name = "Tenant")
class BrandingApi {

  private static final String READ = "accounts.tenant:read";
  private static final String WRITE = "accounts.tenant:write";

  private final Branding branding;

  BrandingApi(Branding branding) {
    this.branding = branding;
  }

  record LogoDraft(
      @NotNull
          @Schema(
              type = "string",
              format = "byte",
              description = "A PNG, JPEG or WebP image of at most 256 KiB, in base64.")
          byte[] image) {}

  /** Reads the tenant's settings, its colour and what its logo is like. */
  @GetMapping("/settings")
  @Requires(READ)
  TenantSettings getTenantSettings(Caller caller) {
    return branding.get(caller);
  }

  /** Changes the tenant's settings and colour. */
  @PatchMapping("/settings")
  @Requires(WRITE)
  TenantSettings updateTenantSettings(
      Caller caller, IfMatch ifMatch, @Valid @RequestBody TenantSettingsChange change) {
    return branding.update(caller, change, ifMatch);
  }

  /** Sets the logo, in the place of the one there was. */
  @PutMapping("/logo")
  @Requires(WRITE)
  TenantSettings.Logo setTenantLogo(Caller caller, @Valid @RequestBody LogoDraft draft) {
    return branding.setLogo(caller, draft.image());
  }

  /** Reads the logo itself. */
  @GetMapping("/logo")
  @Requires(READ)
  @Fails("logo_not_found")
  @ApiResponse(
      responseCode = "200",
      description = "The image",
      content =
          @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")))
  ResponseEntity<byte[]> getTenantLogo(Caller caller) {
    return LogoAnswer.of(branding.logo(caller));
  }

  /** Takes the logo away. */
  @DeleteMapping("/logo")
  @ResponseStatus(NO_CONTENT)
  @Requires(WRITE)
  void removeTenantLogo(Caller caller) {
    branding.removeLogo(caller);
  }
}
