package dev.freehold.accounts.sso;

import dev.freehold.accounts.Role;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * A provider as somebody sets it up.
 *
 * @param clientSecret null keeps the one that is there, if issuer and client stay the same
 */
record ProviderDraft(
    @NotBlank @Size(min = 8, max = 500) String issuer,
    @NotBlank @Size(max = 255) String clientId,
    @Nullable @Size(min = 1, max = 1000) String clientSecret,
    @NotNull Role defaultRole,
    boolean enforced,
    boolean trustsSecondFactor) {

  @Override
  public String toString() {
    return "ProviderDraft[" + issuer + "]";
  }
}
