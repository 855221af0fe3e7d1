package dev.freehold.kernel.console;

/** The token that proves a form came from one of our pages. */
public record Csrf(String parameter, String header, String token) {}
