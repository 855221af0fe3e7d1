package dev.freehold.kernel.console;

/** Where the browser finds the console's files; each address changes with its content. */
public record Assets(
    String style, String shell, String charts, String tail, String htmx, String echarts) {}
