package dev.freehold.kernel.http;

/** An object that counts its changes; the count is its entity tag. */
public interface Versioned {
  long version();
}
