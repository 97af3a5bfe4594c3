package io.github.awing.eval.draw;

import java.util.List;

/**
 * Panels side by side that show the same things in the same colours, with one legend under them.
 *
 * @param meaning what the labels are values of, as the legend says before them; may be empty
 * @param panels all with the same labels
 */
public record CurveRow(String meaning, List<CurvePanel> panels) {

  /**
   * Takes a copy of the panels.
   *
   * @throws IllegalArgumentException if there are none, or their labels differ
   */
  public CurveRow {
    panels = List.copyOf(panels);
    if (panels.stream().map(CurvePanel::labels).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "the panels of a row must have the same labels, but have "
              + panels.stream().map(CurvePanel::labels).toList());
    }
  }

  /** What the legend names. */
  List<String> labels() {
    return panels.get(0).labels();
  }
}
