package dev.freehold.attribution;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * A change of a tracking link: what is left out stays. Its campaign, channel, ad group and creative
 * are fixed, because touches already carry them; so is the host it leads to.
 */
public record LinkChange(
    @Nullable @Size(min = 1, max = 255) @Pattern(regexp = ".*\\S.*", message = "must not be blank")
        String name,
    @Nullable @Size(min = 1, max = Destination.MAX_LENGTH) String destination) {}
