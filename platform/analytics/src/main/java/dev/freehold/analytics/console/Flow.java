package dev.freehold.analytics.console;

import java.util.List;

/**
 * Boxes from left to right and the ribbons between them, in the units of a drawing.
 *
 * @param width of the drawing
 */
public record Flow(String label, int width, int height, List<Box> boxes, List<Ribbon> ribbons) {

  /**
   * @param href where it leads to; may be empty
   */
  public record Box(int x, int y, int width, int height, String name, String count, String href) {}

  /**
   * @param path as SVG writes it
   */
  public record Ribbon(String path, String title) {}
}
