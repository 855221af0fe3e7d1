package dev.freehold.analytics.questions;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A cohort to be made. */
public record CohortDraft(
    @NotBlank @Size(max = 255) @Schema(example = "Paying customers") String name,
    @NotNull CohortDefinition definition) {}
