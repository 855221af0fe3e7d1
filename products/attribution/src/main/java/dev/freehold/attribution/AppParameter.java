package dev.freehold.attribution;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Invalid;

/** The parameter {@code app_id} of routes that find the app themselves when it is left out. */
final class AppParameter {

  private AppParameter() {}

  /** What was sent for other projects is in the event store as well, and not theirs to find. */
  static void require(Caller caller) {
    if (caller.project() != null) {
      throw Invalid.parameter("app_id", "is needed with a key that is bound to a project");
    }
  }
}
