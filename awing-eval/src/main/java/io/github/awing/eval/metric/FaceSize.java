package io.github.awing.eval.metric;

import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What measures the size of a face, so that errors of large and small faces compare. */
@FunctionalInterface
public interface FaceSize {

  /**
   * The size of one face.
   *
   * @param truth its true landmarks; those that are not told are NaN
   * @param box its rectangle
   * @return pixels; NaN if it needs a landmark that is not told
   */
  double of(Landmarks truth, Box box);

  /** The sizes that measure a box, by name; every scheme has them. */
  Map<String, FaceSize> OF_BOXES =
      Map.copyOf(
          new TreeMap<String, FaceSize>(
              Map.of(
                  "box-size", (truth, box) -> Math.sqrt(box.width() * box.height()),
                  "box-diagonal", (truth, box) -> Math.hypot(box.width(), box.height()),
                  "landmark-box-size",
                      (truth, box) -> {
                        Box its = told(truth).box();
                        return Math.sqrt(its.width() * its.height());
                      })));

  /**
   * The size of that name for a scheme.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
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

  /** Whether a size of that name measures the rectangle that a data set gives. */
  static boolean measuresGivenBox(String name) {
    return name.equals("box-size") || name.equals("box-diagonal");
  }

  private static Landmarks told(Landmarks truth) {
    return Landmarks.of(truth.stream().filter(FaceSize::isTold).toList());
  }

  private static boolean isTold(Point point) {
    return !Double.isNaN(point.x());
  }
}
