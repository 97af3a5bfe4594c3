package io.github.awing.eval.draw;

import java.util.List;

/**
 * Row of panels with the same labels and colours, above one legend.
 *
 * @param meaning quantity that the labels are values of, at the start of the legend; may be empty
 * @param panels all with the same labels
 */
public record CurveRow(String meaning, List<CurvePanel> panels) {

  /**
   * Copies the panels.
   *
   * @throws IllegalArgumentException if there are no panels, or their labels differ
   */
  public CurveRow {
    panels = List.copyOf(panels);
    if (panels.stream().map(CurvePanel::labels).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "the panels of a row must have the same labels, but have "
              + panels.stream().map(CurvePanel::labels).toList());
    }
  }

  /** Labels of the legend. */
  List<String> labels() {
    return panels.get(0).labels();
  }
}
