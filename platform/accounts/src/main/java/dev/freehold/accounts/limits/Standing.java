package dev.freehold.accounts.limits;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * How a limit stands in its current window.
 *
 * @param name as the headers call it
 * @param requests the most in one window
 * @param left how many may still come in this one; across nodes, as last heard
 * @param refused how many this limit refused in this window, on the node that answers
 * @param windowSeconds how long a window is
 * @param resetsAt when the next window begins
 */
public record Standing(
    @Schema(example = "tenant_per_minute") String name,
    @Schema(example = "150000") long requests,
    @Schema(example = "149987") long left,
    @Schema(example = "0") long refused,
    @Schema(example = "60") long windowSeconds,
    Instant resetsAt) {

  /** The window's name, for pages. */
  public String window() {
    return name.substring(name.lastIndexOf('_') + 1);
  }
}
