package dev.freehold.accounts.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreachedPasswordsTest {

  private static final BreachedPasswords BREACHED = BreachedPasswords.load();

  @ParameterizedTest
  @ValueSource(
      strings = {"123qweasdzxc", "1qaz2wsx3edc", "q1w2e3r4t5y6", "Q1W2E3R4T5Y6", "1q2w3e4r5t6y"})
  void whatIsTriedFirstIsKnownInAnyCase(String password) {
    assertThat(BREACHED.contains(password)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "correct horse battery", "four walnuts in a tree"})
  void whatNobodyUsesIsNot(String password) {
    assertThat(BREACHED.contains(password)).isFalse();
  }

  @Test
  void thereAreAsManyAsTheDocumentationSays() {
    assertThat(BREACHED.count()).isEqualTo(43_940);
  }
}
