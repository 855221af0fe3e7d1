package dev.freehold.attribution;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freehold.attribution.credit.CreditModel;
import dev.freehold.attribution.credit.CreditRow;
import dev.freehold.attribution.credit.GroupBy;
import dev.freehold.attribution.credit.Revenue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the report: the keys asked for, and what was credited to them. {@code (organic)} stands
 * for conversions without a touch, {@code (none)} for touches without a value.
 *
 * @param day the day of the conversion in the app's time zone
 * @param conversions credited conversions, at most 12 decimals; the rows of a report add up to its
 *     conversions exactly
 * @param revenue credited revenue in the app's currency, at most four decimals more than it has
 * @param touches touches that lay in the window of a conversion, whatever credit they got
 * @param users people with a conversion that is counted here
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CreditReportRow(
    @Schema(example = "autumn-sale") @Nullable String campaign,
    @Schema(example = "email") @Nullable String channel,
    @Nullable String adGroup,
    @Nullable String creative,
    @Schema(example = "2026-01-31") @Nullable String day,
    @Schema(example = "purchase") @Nullable String eventType,
    @Schema(example = "12.4") BigDecimal conversions,
    @Schema(example = "618.76") String revenue,
    long touches,
    long users) {

  static CreditReportRow of(CreditRow row, CreditModel model, Currency currency) {
    var credit = row.under(model);
    return new CreditReportRow(
        key(row.keys(), GroupBy.CAMPAIGN),
        key(row.keys(), GroupBy.CHANNEL),
        key(row.keys(), GroupBy.AD_GROUP),
        key(row.keys(), GroupBy.CREATIVE),
        key(row.keys(), GroupBy.DAY),
        key(row.keys(), GroupBy.EVENT_TYPE),
        credit.conversions(),
        Revenue.format(credit.revenue(), currency),
        row.touches(),
        credit.users());
  }

  private static @Nullable String key(Map<String, String> keys, GroupBy key) {
    return keys.get(key.wireName());
  }
}
