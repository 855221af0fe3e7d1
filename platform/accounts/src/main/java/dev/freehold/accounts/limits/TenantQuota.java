package dev.freehold.accounts.limits;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import java.util.ArrayList;
import org.springframework.stereotype.Component;

/** The tenant's own limits, for whoever sets limits within them. */
@Component
public class TenantQuota {

  private final LimitTable table;

  TenantQuota(LimitTable table) {
    this.table = table;
  }

  /** The name of the plan that the caller's tenant has, as it was ten seconds ago at most. */
  public String plan(Caller caller) {
    return table.of(caller).plan();
  }

  /**
   * Refuses limits above the tenant's.
   *
   * @param whose how a sentence calls what is limited: {@code A key}
   * @param prefix of the fields' names in the request, such as {@code limits.}
   */
  public void checkWithin(Caller caller, Quota quota, String whose, String prefix) {
    var tenants = table.of(caller).tenant();
    var above = new ArrayList<Invalid.Field>();
    for (var window : Window.values()) {
      var wanted = quota.of(window);
      var most = tenants.of(window);
      if (wanted != null && most != null && wanted > most) {
        above.add(
            new Invalid.Field(
                prefix + "per_" + window.wireName(),
                "must be at most " + most + ", the tenant's own limit"));
      }
    }
    if (!above.isEmpty()) {
      throw new Invalid(
          KernelError.INVALID_REQUEST, whose + " cannot have more than its tenant.", above);
    }
  }

  /** Has the limits of the caller's tenant looked up anew, on this node at once. */
  public void changed(Caller caller) {
    table.forget(table.of(caller).home());
  }
}
