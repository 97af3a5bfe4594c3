package io.github.awing.eval;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import java.util.stream.IntStream;

/**
 * NME: the mean distance between predicted and true landmarks of one face, divided by that face's
 * size. A fraction, not percent; 0 is perfect.
 *
 * @param name the normaliser's name, for instance {@code inter-ocular}
 * @param normaliser what measures the size of a face, on its true landmarks
 */
public record NormalisedMeanError(String name, LandmarkScheme.Normaliser normaliser) {

  /**
   * With a normaliser of the scheme.
   *
   * @throws IllegalArgumentException if the scheme has none of that name; the message lists those
   *     it has
   */
  public static NormalisedMeanError of(LandmarkScheme scheme, String name) {
    LandmarkScheme.Normaliser normaliser = scheme.normalisers().get(name);
    if (normaliser == null) {
      throw new IllegalArgumentException(
          "scheme %s has no normaliser '%s'; it has %s"
              .formatted(scheme.name(), name, String.join(", ", scheme.normalisers().keySet())));
    }
    return new NormalisedMeanError(name, normaliser);
  }

  /** With the scheme's usual normaliser, the first it names. */
  public static NormalisedMeanError usual(LandmarkScheme scheme) {
    return of(scheme, scheme.normalisers().keySet().iterator().next());
  }

  /**
   * The error of one face.
   *
   * @param truth the true landmarks
   * @param prediction as many predicted landmarks, in the same pixels
   * @return 0 or more; {@link Double#POSITIVE_INFINITY} if a predicted landmark is not a finite
   *     place, so that a network that answers nonsense never looks better for it
   * @throws IllegalArgumentException if the counts differ, or the true landmarks measure no size
   *     above 0
   */
  public double of(Landmarks truth, Landmarks prediction) {
    if (truth.count() != prediction.count()) {
      throw new IllegalArgumentException(
          "%d landmarks predicted where there are %d".formatted(prediction.count(), truth.count()));
    }
    double size = normaliser.distance(truth);
    if (!(size > 0 && Double.isFinite(size))) {
      throw new IllegalArgumentException(
          "the %s distance of the true landmarks must be above 0, but is %s".formatted(name, size));
    }
    double mean =
        IntStream.range(0, truth.count())
            .mapToDouble(i -> truth.get(i).distance(prediction.get(i)))
            .average()
            .orElseThrow();
    return Double.isNaN(mean) ? Double.POSITIVE_INFINITY : mean / size;
  }
}
