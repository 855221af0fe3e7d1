package dev.freehold.analytics.boards;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A dashboard to be made; without cards it is empty. */
public record DashboardDraft(
    @NotBlank @Size(max = 255) @Schema(example = "Product team") String name,
    @Nullable @Size(max = Dashboards.MAX_CARDS) List<@NotNull @Valid NewCard> cards) {

  /** A question of the tenant and how wide its card is. */
  public record NewCard(@NotNull UUID questionId, @NotNull Dashboard.Width width) {}
}
