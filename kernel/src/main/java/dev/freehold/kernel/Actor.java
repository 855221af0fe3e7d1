package dev.freehold.kernel;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who acts, as the audit log names them; the name is kept although the actor may be deleted. */
public record Actor(Kind kind, @Nullable UUID id, String name) {

  /** What kind of actor it is. */
  public enum Kind {
    USER,
    KEY,
    SYSTEM;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
