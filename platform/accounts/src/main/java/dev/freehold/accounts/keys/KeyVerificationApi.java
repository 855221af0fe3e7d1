package dev.freehold.accounts.keys;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.error.Invalid;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** For services that take the tenant's keys themselves. */
@RestController
@Tag(name = "API keys")
class KeyVerificationApi {

  private final KeyVerifier keys;

  KeyVerificationApi(KeyVerifier keys) {
    this.keys = keys;
  }

  record KeyToVerify(
      @NotBlank
          @Size(max = 255)
          @Schema(example = "fh_live_4fKq9ZtB2mXc_3gWk0qUo6VbTtYf8Rz1LsNnQeXcPj2a1BcDe")
          String key,
      @Nullable @Size(max = 255) @Schema(example = "attribution.events:write") String permission,
      @Nullable @Size(max = 64) @Schema(example = "203.0.113.7") String address) {}

  /**
   * Says whether a key of this tenant is good, and for what. It is answered from memory and counts
   * as no use of the key.
   */
  @PostMapping("/v1/keys/verify")
  @Requires(value = "accounts.api_keys:verify", inProject = true)
  KeyVerification verifyKey(Caller caller, @Valid @RequestBody KeyToVerify wanted) {
    if (wanted.address() != null) {
      checkAddress(wanted.address());
    }
    return keys.verify(caller, wanted.key().strip(), wanted.permission(), wanted.address());
  }

  private static void checkAddress(String address) {
    try {
      var unused = InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw Invalid.field("address", "must be an IPv4 or IPv6 address");
    }
  }
}
