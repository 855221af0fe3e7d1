package dev.freehold.accounts.sso;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whom a provider vouched for, from an ID token that was verified.
 *
 * @param subject never changes for one person at one provider
 * @param email what the provider says; null if it says nothing, or that it is not verified
 * @param authenticatedAt when the person last showed the provider who they are; null if unsaid
 */
record VouchedFor(
    String subject,
    @Nullable String email,
    @Nullable String name,
    @Nullable Instant authenticatedAt) {}
