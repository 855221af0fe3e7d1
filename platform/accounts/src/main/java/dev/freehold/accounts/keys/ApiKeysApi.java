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
      @NotEmpty @Size(max = 100) @Schema(example = "[\"attribution.events:write\"]")
          List<@NotNull String> scopes,
      @Nullable Instant expiresAt) {}

  /** Makes a key and shows it once. */
  @PostMapping
  @ResponseStatus(CREATED)
  @Requires("accounts.api_keys:write")
  @Fails("unknown_scope")
  NewApiKey createApiKey(Caller caller, @Valid @RequestBody ApiKeyDraft draft) {
    return keys.create(caller, draft.name(), draft.scopes(), draft.expiresAt());
  }

  /** Lists the keys, newest first, revoked ones included. */
  @GetMapping
  @Requires("accounts.api_keys:read")
  Page<ApiKey> listApiKeys(Caller caller, PageRequest page) {
    return keys.list(caller, page);
  }

  /** Revokes a key: it stops working at once. */
  @PutMapping("/{id}/revocation")
  @Requires("accounts.api_keys:write")
  @Fails("api_key_not_found")
  ApiKey revokeApiKey(Caller caller, @PathVariable UUID id) {
    return keys.revoke(caller, id);
  }
}
