package dev.freehold.kernel.jobs;

import java.time.Duration;

/** Housekeeping that one node at a time does every so often, as a bean. */
public record Recurring(String name, Duration every, Runnable work) {}
