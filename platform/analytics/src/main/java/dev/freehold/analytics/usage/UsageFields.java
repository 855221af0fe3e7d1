package dev.freehold.analytics.usage;

import dev.freehold.kernel.batch.RowFields;
import org.jspecify.annotations.Nullable;

/** The row that is being read, a value for each column of its stream. */
final class UsageFields extends RowFields {

  final @Nullable Object[] row;

  UsageFields(int columns) {
    row = new @Nullable Object[columns];
  }
}
