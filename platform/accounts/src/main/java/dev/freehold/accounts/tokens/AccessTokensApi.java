package dev.freehold.accounts.tokens;

import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;

import dev.freehold.accounts.sessions.Client;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.error.Fails;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in to the API as a person; the rules live in {@link AccessTokens}. */
@RestController
@RequestMapping("/v1/tokens")
@Tag(name = "Tokens")
class AccessTokensApi {

  private final AccessTokens tokens;

  AccessTokensApi(AccessTokens tokens) {
    this.tokens = tokens;
  }

  record SignIn(
      @NotBlank @Size(max = 254) @Schema(example = "ada@acme.example") String email,
      @NotBlank @Size(max = 256) String password,
      @Nullable @Size(max = 30) String code,
      @Nullable @Size(max = 40) @Schema(example = "acme") String tenantSlug) {

    @Override
    public String toString() {
      return "SignIn";
    }
  }

  record Refresh(@NotBlank @Size(max = 100) String refreshToken) {

    @Override
    public String toString() {
      return "Refresh";
    }
  }

  /**
   * Signs a person in: an access token for 15 minutes, in the role that they have, and a refresh
   * token for the next one. An account with a second factor sends a code of it along.
   */
  @PostMapping
  @ResponseStatus(CREATED)
  @Public("Whoever signs in has no token yet.")
  @Fails({
    "wrong_credentials",
    "second_factor_needed",
    "wrong_code",
    "no_membership",
    "tenant_suspended",
    "too_many_logins",
    "too_many_codes"
  })
  TokenPair createTokens(@Valid @RequestBody SignIn body, HttpServletRequest request) {
    return tokens.signIn(
        body.email().strip(), body.password(), body.code(), body.tenantSlug(), Client.of(request));
  }

  /**
   * Gives the next pair of tokens. A refresh token is good once: one that is sent again ends the
   * session with all its tokens.
   */
  @PostMapping("/refresh")
  @ResponseStatus(CREATED)
  @Public("The refresh token says who it is.")
  @Fails({"invalid_refresh_token", "tenant_suspended"})
  TokenPair refreshTokens(@Valid @RequestBody Refresh body) {
    return tokens.refresh(body.refreshToken());
  }

  /** Ends the session of a refresh token; ending it again changes nothing. */
  @PostMapping("/revocation")
  @ResponseStatus(NO_CONTENT)
  @Public("The refresh token says who it is.")
  void revokeTokens(@Valid @RequestBody Refresh body) {
    tokens.revoke(body.refreshToken());
  }
}
