package dev.freehold.kernel.console;

/** A step of the way from the console's home to the page. */
public record Crumb(String label, String href) {}
