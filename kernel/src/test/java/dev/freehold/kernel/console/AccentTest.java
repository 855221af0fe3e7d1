package dev.freehold.kernel.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.console.Accent.Colour;
import org.junit.jupiter.api.Test;

class AccentTest {

  private static final Colour LIGHT = new Colour(0xf5, 0xf5, 0xf6);
  private static final Colour DARK = new Colour(0x1c, 0x1e, 0x22);

  @Test
  void everyColourCanBeReadOnBothPapersAndUnderItsOwnText() {
    for (int rgb : new int[] {0xffff00, 0x000000, 0xffffff, 0x1a56c4, 0xff0066, 0x808080}) {
      var accent = Accent.of(rgb);
      assertThat(accent.onLight().contrast(LIGHT)).isGreaterThanOrEqualTo(4.5);
      assertThat(accent.onDark().contrast(DARK)).isGreaterThanOrEqualTo(4.5);
      assertThat(accent.onLight().contrast(accent.onLight().text())).isGreaterThanOrEqualTo(4.5);
      assertThat(accent.onDark().contrast(accent.onDark().text())).isGreaterThanOrEqualTo(4.5);
    }
  }

  @Test
  void aColourThatCanBeReadStaysAsItIs() {
    assertThat(Accent.of(0x1a56c4).onLight().css()).isEqualTo("#1a56c4");
  }
}
