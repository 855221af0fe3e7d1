package dev.freehold.attribution;

import dev.freehold.attribution.credit.CreditModel;
import java.math.BigDecimal;
import java.util.Map;

/**
 * A conversion in the list behind a row of the report.
 *
 * @param touches how many count for it, of any campaign
 * @param parts what the row's touches earn together under each model, 1 being all
 */
public record CreditedConversion(SeenEvent event, int touches, Map<CreditModel, Part> parts) {

  /** A part of the credit, from 0 to 1, and of the revenue, in the app's currency. */
  public record Part(BigDecimal credit, BigDecimal revenue) {}
}
