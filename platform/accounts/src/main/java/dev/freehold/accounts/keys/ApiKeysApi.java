package dev.freehold.accounts.keys;

import static org.springframework.http.HttpStatus.CREATED;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API keys over HTTP; the rules live in {@link ApiKeys}. */
@RestController
@RequestMapping("/v1/api-keys")
@Tag(name = "API keys")
class ApiKeysApi {

  private final ApiKeys keys;

  ApiKeysApi(ApiKeys keys) {
    this.keys = keys;
  }

  record ApiKeyDraft(
      @NotBlank @Size(max = 255) @Schema(example = "Web shop") String name,
      @Nullable KeyMode mode,
      @NotEmpty @Size(max = 100) @Schema(example = "[\"attribution.events:write\"]")
          List<@NotNull String> scopes,
      @Nullable Instant expiresAt,
      @Nullable @Size(max = 100) @Schema(example = "[\"203.0.113.0/24\"]")
          List<@NotNull @Size(max = 64) String> allowedAddresses,
      @Nullable UUID projectId) {

    KeyDraft checked() {
      return new KeyDraft(
          name,
          mode == null ? KeyMode.LIVE : mode,
          scopes,
          expiresAt,
          allowedAddresses == null ? List.of() : allowedAddresses,
          projectId);
    }
  }

  record ApiKeyRoll(
      @Schema(example = "86400", description = "How long the old key works on, 0 to 2592000.")
          long overlapSeconds,
      @Nullable Instant expiresAt) {}

  record ApiKeyRevocation(
      @Nullable @Size(min = 1, max = 255) @Schema(example = "Leaked in a log file")
          String reason) {}

  /**
   * Makes a key and shows it once. Test keys see the data of the tenant's sandbox alone; a key that
   * is bound to a project reaches that project alone, and the keys that it makes do too.
   */
  @PostMapping
  @ResponseStatus(CREATED)
  @Requires(value = "accounts.api_keys:write", inProject = true)
  @Fails({"unknown_scope", "project_not_found", "project_archived", "too_many_keys"})
  NewApiKey createApiKey(Caller caller, @Valid @RequestBody ApiKeyDraft draft) {
    return keys.create(caller, draft.checked());
  }

  /** Makes a key with the same rights in the place of another, which works on for a while. */
  @PostMapping("/{id}/roll")
  @ResponseStatus(CREATED)
  @Requires(value = "accounts.api_keys:write", inProject = true)
  @Fails({"api_key_not_found", "api_key_ended", "unknown_scope"})
  NewApiKey rollApiKey(Caller caller, @PathVariable UUID id, @Valid @RequestBody ApiKeyRoll roll) {
    return keys.roll(caller, id, Duration.ofSeconds(roll.overlapSeconds()), roll.expiresAt());
  }

  /** Reads a key, without its secret. */
  @GetMapping("/{id}")
  @Requires(value = "accounts.api_keys:read", inProject = true)
  @Fails("api_key_not_found")
  ApiKey getApiKey(Caller caller, @PathVariable UUID id) {
    return keys.get(caller, id);
  }

  /** Lists the keys, newest first, revoked ones included. */
  @GetMapping
  @Requires(value = "accounts.api_keys:read", inProject = true)
  Page<ApiKey> listApiKeys(Caller caller, PageRequest page) {
    return keys.list(caller, page);
  }

  /** Revokes a key: it stops working at once. The body, which may be left out, says why. */
  @PutMapping("/{id}/revocation")
  @Requires(value = "accounts.api_keys:write", inProject = true)
  @Fails("api_key_not_found")
  ApiKey revokeApiKey(
      Caller caller,
      @PathVariable UUID id,
      @Nullable @Valid @RequestBody(required = false) ApiKeyRevocation revocation) {
    return keys.revoke(caller, id, revocation == null ? null : revocation.reason());
  }
}
