package dev.freehold.accounts.operator;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the operator's work.
 *
 * @param grace how long a tenant that is to be removed can still be brought back; a day at least
 */
@ConfigurationProperties("freehold.operator")
record OperatorSettings(@DefaultValue("30d") Duration grace) {

  private static final Duration LEAST = Duration.ofDays(1);

  OperatorSettings {
    if (grace.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException("freehold.operator.grace must be a day or more");
    }
  }
}
