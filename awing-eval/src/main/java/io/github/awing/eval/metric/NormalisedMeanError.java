package io.github.awing.eval.metric;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * NME: the mean distance between predicted and true landmarks of one face, divided by the face's
 * size. A fraction, not percent; 0 is perfect.
 *
 * @param name the normaliser's name, for instance {@code inter-ocular}
 * @param size of a face, by which distances are divided
 */
public record NormalisedMeanError(String name, FaceSize size) {

  /**
   * Divides by a normaliser of the scheme, or by one that measures a box.
   *
   * @throws IllegalArgumentException if the scheme has no such normaliser; the message lists its
   *     normalisers
   */
  public static NormalisedMeanError of(LandmarkScheme scheme, String name) {
    return new NormalisedMeanError(name, FaceSize.named(scheme, name));
  }

  /** Divides by the scheme's usual normaliser. */
  public static NormalisedMeanError usual(LandmarkScheme scheme) {
    return of(scheme, scheme.defaultNormaliser());
  }

  /** Whether a face of a data set has a size above 0 and a labelled landmark. */
  public boolean measures(AnnotatedFace face) {
    try {
      ofEach(face, face.landmarks());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Measures one face of a data set, over its labelled landmarks.
   *
   * @param prediction as many predicted landmarks as the face has, in the same pixels
   * @return as {@link #of(Landmarks, Box, Landmarks)}
   * @throws IllegalArgumentException if the counts differ, or the face measures no size above 0
   */
  public double of(AnnotatedFace face, Landmarks prediction) {
    return ofEach(face, prediction).mean();
  }

  /**
   * Measures the landmarks of one face of a data set.
   *
   * @param prediction as many predicted landmarks as the face has, in the same pixels
   * @throws IllegalArgumentException if the counts differ, or the face measures no size above 0
   */
  public LandmarkErrors ofEach(AnnotatedFace face, Landmarks prediction) {
    List<Point> truth =
        IntStream.range(0, face.landmarks().count())
            .mapToObj(
                i -> face.labelled(i) ? face.landmarks().get(i) : new Point(Double.NaN, Double.NaN))
            .toList();
    return ofEach(Landmarks.of(truth), face.box(), prediction);
  }

  /**
   * Measures one face.
   *
   * @param truth the true landmarks; NaN for a landmark without a label, which is ignored
   * @param box the face's rectangle
   * @param prediction as many predicted landmarks, in the same pixels
   * @return 0 or more; {@link Double#POSITIVE_INFINITY} if a predicted landmark is not finite, so
   *     that invalid predictions never improve the error
   * @throws IllegalArgumentException if the counts differ, or the face measures no size above 0
   */
  public double of(Landmarks truth, Box box, Landmarks prediction) {
    return ofEach(truth, box, prediction).mean();
  }

  private LandmarkErrors ofEach(Landmarks truth, Box box, Landmarks prediction) {
    if (truth.count() != prediction.count()) {
      throw new IllegalArgumentException(
          "%d landmarks predicted where there are %d".formatted(prediction.count(), truth.count()));
    }
    double measured = size.of(truth, box);
    if (!(measured > 0 && Double.isFinite(measured))) {
      throw new IllegalArgumentException(
          "the %s of the true landmarks must be above 0, but is %s".formatted(name, measured));
    }
    double[] errors = new double[truth.count()];
    Arrays.setAll(errors, i -> distance(truth.get(i), prediction.get(i)) / measured);
    if (Arrays.stream(errors).allMatch(Double::isNaN)) {
      throw new IllegalArgumentException("none of the true landmarks is labelled");
    }
    return new LandmarkErrors(errors);
  }

  /** NaN for a landmark without a label; infinite for a prediction that is not finite. */
  private static double distance(Point truth, Point prediction) {
    double distance = truth.distance(prediction);
    return Double.isNaN(distance) && !Double.isNaN(truth.x()) ? Double.POSITIVE_INFINITY : distance;
  }
}
