package dev.freehold.server;

import static java.util.Map.entry;

import java.util.Map;

/**
 * What a stranger may do with an id that is not theirs.
 *
 * @param status what it answers instead of 404
 * @param because why that tells and changes nothing of the other tenant's
 */
record Harmless(int status, String because) {

  /** By the name of the operation. */
  static final Map<String, Harmless> OPERATIONS =
      Map.ofEntries(
          entry(
              "eraseUser",
              new Harmless(202, "a person's id is the sender's own text, and so erases theirs")),
          entry(
              "erasePerson",
              new Harmless(202, "a person's id is the sender's own text, and so erases theirs")),
          entry("getUsage", new Harmless(200, "a filter that matches nothing")),
          entry("getMcpUsage", new Harmless(200, "a filter that matches nothing")),
          entry("getTenantLogo", new Harmless(404, "the stranger has none")),
          entry("getIdentityProvider", new Harmless(404, "the stranger has none of its own")),
          entry("removeIdentityProvider", new Harmless(404, "the stranger has none of its own")),
          entry("createRole", new Harmless(201, "the stranger's own")),
          entry("verifyKey", new Harmless(200, "it says that it does not know the key")),
          entry("trackEvents", new Harmless(200, "the stranger's own")),
          entry("recordUsage", new Harmless(200, "the stranger's own")),
          entry("recordMcpUsage", new Harmless(200, "the stranger's own")),
          entry("getRetention", new Harmless(200, "the names of streams are everybody's")),
          entry("setRetention", new Harmless(200, "of the stranger's own")),
          entry("listLinks", new Harmless(200, "a filter that matches nothing")),
          entry("sendEvents", new Harmless(200, "each event of the batch is refused by itself")));
}
