package dev.freehold.accounts.limits;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The limits of a key by its name, for the page that lists them. */
public record KeyLimit(
    UUID keyId,
    String name,
    String publicId,
    @Nullable Long perSecond,
    @Nullable Long perMinute,
    @Nullable Long perHour,
    @Nullable Long perDay) {}
