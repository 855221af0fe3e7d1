package dev.freehold.analytics.people;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * One metric of a program or project on one day.
 *
 * @param id the program or project
 * @param metric events (how many), people (how many different), value (the sum of the events'
 *     values) or event:name (how many of that name)
 */
public record Metric(
    @Schema(example = "course-1") String id,
    @Schema(example = "people") String metric,
    LocalDate day,
    @Schema(type = "string") BigDecimal value) {}
