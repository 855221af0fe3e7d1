package dev.freehold.accounts.factors;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The rule about second factors over HTTP; it holds for people, not for API keys. */
@RestController
@RequestMapping("/v1/second-factor-rule")
@Tag(name = "Members")
class SecondFactorRuleApi {

  private final SecondFactorRule rule;

  SecondFactorRuleApi(SecondFactorRule rule) {
    this.rule = rule;
  }

  /** Reads whether members must have a second factor. */
  @GetMapping
  @Requires("accounts.members:read")
  SecondFactorRule.Rule getSecondFactorRule(Caller caller) {
    return rule.get(caller);
  }

  /** Sets whether members must have a second factor; those without are led to set one up. */
  @PutMapping
  @Requires("accounts.tenant:write")
  SecondFactorRule.Rule setSecondFactorRule(
      Caller caller, @Valid @RequestBody SecondFactorRule.Rule wanted) {
    return rule.set(caller, wanted.required());
  }
}
