package dev.freehold.analytics.sites;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change of a site: what is left out stays. */
public record SiteChange(
    @Nullable @Size(min = 1, max = 255) @Pattern(regexp = ".*\\S.*", message = "must not be blank")
        String name,
    @Nullable @Size(min = 1, max = Origins.MOST)
        List<@NotNull @Size(max = Origins.MAX_LENGTH) String> origins) {}
