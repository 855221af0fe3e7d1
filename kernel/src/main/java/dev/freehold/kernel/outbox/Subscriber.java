package dev.freehold.kernel.outbox;

import dev.freehold.kernel.Caller;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * A module's reaction to a fact, as a bean. It may be called more than once for the same fact, and
 * is called again until it returns.
 *
 * @param fact the record type it reacts to
 * @param reaction gets a system caller of the fact's tenant
 */
public record Subscriber<T extends Record>(Class<T> fact, BiConsumer<Caller, T> reaction) {

  static String type(Class<?> fact) {
    return fact.getSimpleName().replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  String type() {
    return type(fact);
  }
}
