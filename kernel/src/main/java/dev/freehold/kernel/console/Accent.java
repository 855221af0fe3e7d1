package dev.freehold.kernel.console;

/**
 * A tenant's colour, moved towards black or white until text in it can be read on the console's
 * light and dark paper.
 *
 * <p>Contrast after WCAG 2.2, relative luminance: at least 4.5 to 1.
 */
record Accent(Colour onLight, Colour onDark) {

  private static final double MIN_CONTRAST = 4.5;
  private static final Colour BLACK = new Colour(0, 0, 0);
  private static final Colour WHITE = new Colour(255, 255, 255);
  private static final Colour DARK_PAPER = new Colour(0x1c, 0x1e, 0x22);
  private static final Colour LIGHT_PAPER = new Colour(0xf5, 0xf5, 0xf6);
  private static final int STEPS = 20;

  static Accent of(int rgb) {
    var wanted = new Colour(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
    return new Accent(wanted.readableOn(LIGHT_PAPER, BLACK), wanted.readableOn(DARK_PAPER, WHITE));
  }

  record Colour(int red, int green, int blue) {

    String css() {
      return "#%02x%02x%02x".formatted(red, green, blue);
    }

    /** The colour for text on this one. */
    Colour text() {
      return contrast(WHITE) >= contrast(BLACK) ? WHITE : BLACK;
    }

    double contrast(Colour other) {
      double lighter = Math.max(luminance(), other.luminance());
      double darker = Math.min(luminance(), other.luminance());
      return (lighter + 0.05) / (darker + 0.05);
    }

    private Colour readableOn(Colour paper, Colour towards) {
      for (int step = 0; step < STEPS; step++) {
        var candidate = mixed(towards, (double) step / STEPS);
        if (candidate.contrast(paper) >= MIN_CONTRAST) {
          return candidate;
        }
      }
      return towards;
    }

    private Colour mixed(Colour other, double part) {
      return new Colour(
          between(red, other.red, part),
          between(green, other.green, part),
          between(blue, other.blue, part));
    }

    private static int between(int from, int to, double part) {
      return (int) Math.round(from + (to - from) * part);
    }

    private double luminance() {
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    private static double linear(int channel) {
      double share = channel / 255.0;
      return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
  }
}
