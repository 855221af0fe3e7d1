package dev.freehold.analytics.questions;

import dev.freehold.kernel.error.Invalid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one property of an event.
 *
 * @param property a column such as {@code country}, or {@code properties.<key>}
 * @param test how it is compared; {@code is} by default
 * @param values up to 100 for {@code is} and {@code is_not}, one for {@code contains} (regardless
 *     of case), {@code at_least} and {@code less} (numbers), none for {@code set} and {@code
 *     not_set}
 */
public record Where(
    @Schema(example = "country") String property,
    @Nullable Test test,
    @Nullable @Schema(example = "[\"DE\", \"AT\"]") List<String> values) {

  static final int MAX_VALUES = 100;

  /** How a property is compared; a missing one matches {@code is_not} and {@code not_set} only. */
  public enum Test {
    IS,
    IS_NOT,
    CONTAINS,
    AT_LEAST,
    LESS,
    SET,
    NOT_SET
  }

  public Where {
    test = test == null ? Test.IS : test;
    values = values == null ? List.of() : List.copyOf(values);
  }

  public static Where is(String property, String value) {
    return new Where(property, Test.IS, List.of(value));
  }

  public Test comparison() {
    return test == null ? Test.IS : test;
  }

  public List<String> operands() {
    return values == null ? List.of() : values;
  }

  public void check(String field) {
    if (property == null) {
      throw Invalid.field(field + ".property", "must be given");
    }
    Property.of(field + ".property", property);
    int given = operands().size();
    switch (comparison()) {
      case IS, IS_NOT ->
          require(given >= 1 && given <= MAX_VALUES, field, "must have from 1 to 100 values");
      case CONTAINS -> require(given == 1, field, "must have one value");
      case AT_LEAST, LESS ->
          require(given == 1 && isNumber(operands().getFirst()), field, "must have one number");
      case SET, NOT_SET -> require(given == 0, field, "must have no values");
    }
  }

  public void add(SqlText sql) {
    var compared = Property.of("property", property);
    switch (comparison()) {
      case IS -> {
        compared.addText(sql);
        sql.add(" in (").addAll(operands()).add(")");
      }
      case IS_NOT -> {
        sql.add("coalesce(");
        compared.addText(sql);
        sql.add(" not in (").addAll(operands()).add("), true)");
      }
      case CONTAINS -> {
        sql.add("lower(");
        compared.addText(sql);
        sql.add(") like lower(?)", SqlText.containing(operands().getFirst())).add(sql.likeEscape());
      }
      case AT_LEAST -> {
        compared.addNumber(sql);
        sql.add(" >= ?", Double.valueOf(operands().getFirst()));
      }
      case LESS -> {
        compared.addNumber(sql);
        sql.add(" < ?", Double.valueOf(operands().getFirst()));
      }
      case SET -> {
        compared.addText(sql);
        sql.add(" is not null");
      }
      case NOT_SET -> {
        compared.addText(sql);
        sql.add(" is null");
      }
    }
  }

  private static boolean isNumber(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static void require(boolean holds, String field, String message) {
    if (!holds) {
      throw Invalid.field(field + ".values", message);
    }
  }
}
