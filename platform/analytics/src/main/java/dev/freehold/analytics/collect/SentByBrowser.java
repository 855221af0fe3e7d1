package dev.freehold.analytics.collect;

import dev.freehold.kernel.batch.BatchError;

/**
 * What a browser may say. Anybody can send with a site's key, so nobody is believed about where
 * they are, and a person can be tied to the visitor who sends alone: otherwise a stranger could
 * make somebody else's events their own, and have them erased.
 */
final class SentByBrowser {

  private SentByBrowser() {}

  static void complete(TrackedFields fields, Sender sender) {
    refuse(fields, "ip", fields.ip);
    refuse(fields, "country", fields.country);
    refuse(fields, "user_agent", fields.userAgent);
    refuse(fields, "alias", fields.alias);
    fields.ip = sender.ip();
    fields.userAgent = sender.userAgent();
    switch (fields.kind) {
      case TRACK, GROUP -> {}
      case IDENTIFY, ALIAS -> fields.alias = fields.personId == null ? null : sender.visitor();
    }
    if (fields.personId == null && fields.kind != TrackedKind.ALIAS) {
      fields.personId = sender.visitor();
    }
  }

  private static void refuse(
      TrackedFields fields, String name, @org.jspecify.annotations.Nullable Object given) {
    if (given != null) {
      fields.fail(
          BatchError.INVALID_FIELD, name + " is known from the request and not taken.", name);
    }
  }
}
