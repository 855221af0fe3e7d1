package dev.freehold.analytics.boards;

import dev.freehold.analytics.boards.DashboardDraft.NewCard;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of a dashboard: what is left out stays.
 *
 * @param cards the whole new arrangement
 */
public record DashboardChange(
    @Nullable @Size(min = 1, max = 255) @Pattern(regexp = ".*\\S.*", message = "must not be blank")
        String name,
    @Nullable @Size(max = Dashboards.MAX_CARDS) List<@NotNull @Valid NewCard> cards) {}
