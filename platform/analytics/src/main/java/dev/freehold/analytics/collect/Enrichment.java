package dev.freehold.analytics.collect;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What an event is told from what its sender did not mean to say: browser and country. */
final class Enrichment {

  private final UserAgents agents = new UserAgents();
  private final Countries countries;

  Enrichment(Countries countries) {
    this.countries = countries;
  }

  UserAgents.Agent agent(@Nullable String userAgent) {
    return agents.of(userAgent);
  }

  @Nullable String country(@Nullable InetAddress address) {
    return address == null ? null : countries.of(address);
  }
}
