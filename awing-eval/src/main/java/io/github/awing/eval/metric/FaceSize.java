package io.github.awing.eval.metric;

import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Size of a face, by which errors are divided so that large and small faces compare. */
@FunctionalInterface
public interface FaceSize {

  /**
   * Measures one face.
   *
   * @param truth the face's true landmarks; NaN for a landmark without a label
   * @param box the face's rectangle
   * @return pixels; NaN if the size needs a landmark without a label
   */
  double of(Landmarks truth, Box box);

  /** Sizes that measure a box, by name; valid for every scheme. */
  Map<String, FaceSize> OF_BOXES =
      Map.copyOf(
          new TreeMap<String, FaceSize>(
              Map.of(
                  "box-size", (truth, box) -> Math.sqrt(box.width() * box.height()),
                  "box-diagonal", (truth, box) -> Math.hypot(box.width(), box.height()),
                  "landmark-box-size",
                      (truth, box) -> {
                        Box its = labelled(truth).box();
                        return Math.sqrt(its.width() * its.height());
                      })));

  /**
   * Finds a size by its name.
   *
   * @throws IllegalArgumentException if the scheme has no such size; the message lists its sizes
   */
  static FaceSize named(LandmarkScheme scheme, String name) {
    LandmarkScheme.Normaliser distance = scheme.normalisers().get(name);
    if (distance != null) {
      return (truth, box) -> distance.distance(truth);
    }
    FaceSize ofBox = OF_BOXES.get(name);
    if (ofBox == null) {
      List<String> names = new ArrayList<>(scheme.normalisers().keySet());
      OF_BOXES.keySet().stream().sorted().forEach(names::add);
      throw new IllegalArgumentException(
          "scheme %s has no normaliser '%s'; it has %s"
              .formatted(scheme.name(), name, String.join(", ", names)));
    }
    return ofBox;
  }

  /** Whether the size of this name measures the rectangle that a data set gives. */
  static boolean measuresGivenBox(String name) {
    return name.equals("box-size") || name.equals("box-diagonal");
  }

  private static Landmarks labelled(Landmarks truth) {
    return Landmarks.of(truth.stream().filter(FaceSize::isLabelled).toList());
  }

  private static boolean isLabelled(Point point) {
    return !Double.isNaN(point.x());
  }
}
