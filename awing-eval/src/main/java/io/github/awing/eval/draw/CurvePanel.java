package io.github.awing.eval.draw;

import java.util.List;

/**
 * Curves over the same axes.
 *
 * @param title what they show
 * @param xTitle what lies along the horizontal axis
 * @param yTitle what lies along the vertical axis
 * @param curves the first is drawn on top
 */
public record CurvePanel(String title, String xTitle, String yTitle, List<Curve> curves) {

  /** Takes a copy of the curves. */
  public CurvePanel {
    curves = List.copyOf(curves);
  }

  /** What the curves are called, in order. */
  List<String> labels() {
    return curves.stream().map(Curve::label).toList();
  }
}
