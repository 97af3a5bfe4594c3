package io.github.awing.eval.draw;

import java.util.List;

/**
 * Curves over the same axes.
 *
 * @param title of the panel
 * @param xTitle of the horizontal axis
 * @param yTitle of the vertical axis
 * @param curves the first one is drawn on top
 */
public record CurvePanel(String title, String xTitle, String yTitle, List<Curve> curves) {

  /** Copies the curves. */
  public CurvePanel {
    curves = List.copyOf(curves);
  }

  /** Labels of the curves, in order. */
  List<String> labels() {
    return curves.stream().map(Curve::label).toList();
  }
}
