package dev.freehold.attribution.credit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One row of a credit report.
 *
 * @param keys the values it is grouped by, under their names and in the order asked for
 * @param touches how many touches with these keys lay in the window of a conversion, once for each
 *     conversion they served, whatever their credit
 * @param credits what each model asked for gives
 */
public record CreditRow(Map<String, String> keys, long touches, Map<CreditModel, Credit> credits) {

  /**
   * What a row is credited under one model.
   *
   * @param conversions at most 12 decimals
   * @param revenue in units of 10^-4 of the currency's minor unit, see {@link Revenue}
   * @param users persons with a conversion that is counted here: by its first or last touch under
   *     those models, by any touch under the others
   */
  public record Credit(BigDecimal conversions, BigInteger revenue, long users) {}

  /** The credit under a model that was asked for. */
  public Credit under(CreditModel model) {
    var credit = credits.get(model);
    if (credit == null) {
      throw new IllegalArgumentException("the report does not tell of " + model.wireName());
    }
    return credit;
  }

  /** Reads the row of a statement made by {@link CreditQuery#toSql}. */
  static CreditRow of(CreditQuery query, ResultSet row) throws SQLException {
    var keys = new LinkedHashMap<String, String>();
    for (var key : query.groupBy()) {
      keys.put(key.wireName(), row.getString(key.wireName()));
    }
    var credits = new EnumMap<CreditModel, Credit>(CreditModel.class);
    for (var model : query.models()) {
      credits.put(model, credit(model.wireName(), row));
    }
    return new CreditRow(
        Collections.unmodifiableMap(keys),
        row.getLong("touches"),
        Collections.unmodifiableMap(credits));
  }

  private static Credit credit(String model, ResultSet row) throws SQLException {
    return new Credit(
        conversions(new BigInteger(row.getString(model + "_credit"))),
        new BigInteger(row.getString(model + "_revenue")),
        row.getLong(model + "_users"));
  }

  /** Units of credit as a plain number of conversions. */
  static BigDecimal conversions(BigInteger units) {
    var conversions = new BigDecimal(units, 12).stripTrailingZeros();
    return conversions.scale() < 0 ? conversions.setScale(0) : conversions;
  }
}
