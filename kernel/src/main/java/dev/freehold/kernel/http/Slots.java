package dev.freehold.kernel.http;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which tenants have how many expensive requests running. None may have more than its share; and
 * when all share are taken, there is as much room again for the first request of each tenant that
 * has none running, so that a few who flood do not keep out the rest.
 */
public final class Slots {

  /** What came of asking for a slot. */
  public enum Outcome {
    TAKEN,
    /** The tenant has its share. */
    TOO_MANY_OF_TENANT,
    /** All slots are taken. */
    FULL
  }

  private final int perTenant;
  private final int overall;
  private final Map<UUID, Integer> running = new HashMap<>();
  private int taken;

  public Slots(int perTenant, int overall) {
    this.perTenant = perTenant;
    this.overall = overall;
  }

  public synchronized Outcome take(UUID tenant) {
    int mine = running.getOrDefault(tenant, 0);
    if (mine >= perTenant) {
      return Outcome.TOO_MANY_OF_TENANT;
    }
    if (taken >= (mine == 0 ? 2 * overall : overall)) {
      return Outcome.FULL;
    }
    running.put(tenant, mine + 1);
    taken++;
    return Outcome.TAKEN;
  }

  public synchronized void giveBack(UUID tenant) {
    taken--;
    running.computeIfPresent(tenant, (id, mine) -> mine == 1 ? null : mine - 1);
  }

  /** How many tenants have something running. */
  synchronized int tenants() {
    return running.size();
  }
}
