package dev.freehold.kernel.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param nextCursor what to send as {@code cursor} for the next part; null at the end
 */
public record Page<T>(List<T> rows, @Nullable String nextCursor) {}
