package dev.freehold.attribution.credit;

import java.util.Set;

/**
 * The models as SQL over a journey's rows, where a touch is number {@code place} of {@code places}.
 * The formulas are those of {@link CreditModel#divide}; products are taken of remainders only, so
 * that 64 bits hold them, and remainders are made positive, because SQL divides towards zero.
 */
final class CreditColumns {

  /**
   * The conversion's time cancels out of the shares, so a touch may be weighed by its age before
   * the conversion, which costs nothing, or before the last touch, which costs a pass over the
   * touches but leaves weight to old ones.
   */
  String weight(CreditQuery query) {
    boolean near =
        query.longestWindow().compareTo(query.halfLife().multipliedBy(NEAR_HALF_LIVES)) <= 0;
    return """
        ,
            %s as weight\
        """
        .formatted(
            words.whole(
                "floor(pow(2, %d - (%s - t.touched_at) / :half_life))"
                    .formatted(
                        CreditModel.WEIGHT_BITS,
                        near
                            ? "v.converted_at"
                            : "max(t.touched_at) over (partition by v.conversion)")));
  }

  String reached() {
    return """
        ,
            %1$s over (touches rows unbounded preceding) as reached,
            %1$s over whole as whole_weight\
        """
        .formatted(words.sum("weight"));
  }

  /** Within so many half-lives of the conversion 48 bits of a weight remain. */
  private static final int NEAR_HALF_LIVES = 14;

  private static final String UNITS = CreditModel.UNITS_PER_CREDIT + "";

  private final Words words;

  CreditColumns(Words words) {
    this.words = words;
  }

  /** What the columns are computed of. */
  String source(Set<CreditModel> models) {
    var steps = new StringBuilder();
    if (models.contains(CreditModel.LINEAR)) {
      steps.append(
          """
          ,
              (revenue % places + places) % places as linear_rest\
          """);
    }
    if (models.contains(CreditModel.TIME_DECAY)) {
      steps.append(
          """
          ,
              %1$s / %2$s as decay_to,
              coalesce(%3$s / %2$s, 0) as decay_from\
          """
              .formatted(
                  words.fraction("reached"),
                  words.fraction("whole_weight"),
                  words.fraction("(reached - weight)")));
    }
    if (models.contains(CreditModel.POSITION_BASED)) {
      steps.append(
          """
          ,
              case when places <= 2 then places else 5 * (places - 2) end as parts,
              case when place = 1 then 0 when places = 2 then 1
                else 2 * (places - 2) + place - 2 end as part_from,
              case when place = places then parts when places = 2 then 1
                else 2 * (places - 2) + place - 1 end as part_to,
              (revenue % parts + parts) % parts as parts_rest\
          """);
    }
    return steps.isEmpty()
        ? "journey"
        : "(\n    select *"
            + steps.toString().indent(2).stripTrailing().stripLeading()
            + "\n    from journey\n  )";
  }

  /** Credit and revenue of a model. */
  String of(CreditModel model) {
    var credit =
        switch (model) {
          case FIRST_TOUCH -> "case when place = 1 then " + UNITS + " else 0 end";
          case LAST_TOUCH -> "case when place = places then " + UNITS + " else 0 end";
          case LINEAR -> credit("places", "place - 1", "place");
          case POSITION_BASED -> credit("parts", "part_from", "part_to");
          case TIME_DECAY -> decay(UNITS);
        };
    var revenue =
        switch (model) {
          case FIRST_TOUCH -> "case when place = 1 then revenue else 0 end";
          case LAST_TOUCH -> "case when place = places then revenue else 0 end";
          case LINEAR -> share("revenue", "linear_rest", "places", "place - 1", "place");
          case POSITION_BASED -> share("revenue", "parts_rest", "parts", "part_from", "part_to");
          case TIME_DECAY -> decay("revenue");
        };
    return """
        ,
            %2$s as %1$s_credit,
            %3$s as %1$s_revenue\
        """
        .formatted(model.wireName(), words.sum(credit), words.sum(revenue));
  }

  /** Users of a model, counted over one row for each key and person. */
  String usersOf(CreditModel model) {
    return "%s as %s_users"
        .formatted(
            switch (model) {
              case FIRST_TOUCH -> words.countIf("is_first");
              case LAST_TOUCH -> words.countIf("is_last");
              case LINEAR, TIME_DECAY, POSITION_BASED -> "count(*)";
            },
            model.wireName());
  }

  private String credit(String parts, String from, String to) {
    return share(UNITS, UNITS + " % " + parts, parts, from, to);
  }

  /** {@code floor(total * to / parts) - floor(total * from / parts)}. */
  private String share(String total, String rest, String parts, String from, String to) {
    var over = rest.contains(" ") ? "(" + rest + ")" : rest;
    return "%s * (%s - (%s)) + %s - %s"
        .formatted(
            words.divide("(%s - %s)".formatted(total, over), parts),
            to,
            from,
            words.divide("%s * (%s)".formatted(over, to), parts),
            words.divide("%s * (%s)".formatted(over, from), parts));
  }

  /** Doubles, but the last touch takes what is left of the exact total. */
  private String decay(String total) {
    return """
        case when place = places then %1$s else %2$s end
              - %3$s"""
        .formatted(
            total,
            words.whole("floor(" + total + " * decay_to)"),
            words.whole("floor(" + total + " * decay_from)"));
  }
}
