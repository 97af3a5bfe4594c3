package io.github.awing.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  private static final double HALF_WIDTH = 1.959964;

  /**
   * By the central limit theorem: mean ± 1.96 standard errors; a rate has the variance p(1 − p) /
   * n.
   */
  @Test
  void ofManyFacesIntervalsAreThoseOfTheNormalDistribution() {
    int faces = 4000;
    double[] errors = errors(faces, 3);
    FaceErrors all = FaceErrors.of(errors);
    double mean = all.mean();
    double deviation =
        Math.sqrt(Arrays.stream(errors).map(e -> (e - mean) * (e - mean)).sum() / faces);
    double rate = all.failureRate(0.1);

    MetricIntervals intervals = new Bootstrap(4000, 5).of(all, 0.1);

    double nmeEnd = HALF_WIDTH * deviation / Math.sqrt(faces);
    assertThat(intervals.nme().low()).isCloseTo(mean - nmeEnd, within(0.08 * nmeEnd));
    assertThat(intervals.nme().high()).isCloseTo(mean + nmeEnd, within(0.08 * nmeEnd));
    double rateEnd = HALF_WIDTH * Math.sqrt(rate * (1 - rate) / faces);
    assertThat(intervals.failureRate().low()).isCloseTo(rate - rateEnd, within(0.08 * rateEnd));
    assertThat(intervals.failureRate().high()).isCloseTo(rate + rateEnd, within(0.08 * rateEnd));
    assertThat(all.auc(0.1)).isBetween(intervals.auc().low(), intervals.auc().high());
  }

  /** Resamples of equal faces are equal. */
  @Test
  void equalFacesGiveIntervalsOfWidthZero() {
    MetricIntervals intervals = Bootstrap.USUAL.of(FaceErrors.of(0.05, 0.05, 0.05), 0.1);

    assertThat(intervals.nme().low()).isCloseTo(0.05, within(1e-15));
    assertThat(intervals.nme().high()).isCloseTo(0.05, within(1e-15));
    assertThat(intervals.failureRate()).isEqualTo(new Interval(0, 0));
    assertThat(intervals.auc().low()).isCloseTo(0.5, within(1e-15));
  }

  /** Of two faces, a quarter of the resamples has only the first, a quarter only the second. */
  @Test
  void twoFacesReachFromTheOneToTheOther() {
    MetricIntervals intervals = Bootstrap.USUAL.of(FaceErrors.of(0.02, 0.2), 0.1);

    assertThat(intervals.nme()).isEqualTo(new Interval(0.02, 0.2));
    assertThat(intervals.failureRate()).isEqualTo(new Interval(0, 1));
  }

  /** With two resamples, the ends lie a fortieth of the way between them. */
  @Test
  void theEndsLieBetweenTheNearestResamples() {
    Set<Interval> seen = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      seen.add(new Bootstrap(2, seed).of(FaceErrors.of(0, 64), 0.1).nme());
      assertThat(new Bootstrap(1, seed).of(FaceErrors.of(0, 64), 0.1).nme())
          .isIn(new Interval(0, 0), new Interval(32, 32), new Interval(64, 64));
    }
    // Means of two faces are 0, 32 or 64; these are all pairs of such means.
    assertThat(seen).hasSize(6);
    for (double[] means : new double[][] {{0, 0}, {32, 32}, {64, 64}, {0, 32}, {32, 64}, {0, 64}}) {
      double fortieth = (means[1] - means[0]) / 40;
      assertThat(seen)
          .anySatisfy(
              interval -> {
                assertThat(interval.low()).isCloseTo(means[0] + fortieth, within(1e-9));
                assertThat(interval.high()).isCloseTo(means[1] - fortieth, within(1e-9));
              });
    }
  }

  @Test
  void aFaceWithoutAnAnswerMakesTheMeansEndInfinite() {
    double[] errors = errors(100, 1);
    errors[7] = Double.POSITIVE_INFINITY;

    MetricIntervals intervals = Bootstrap.USUAL.of(FaceErrors.of(errors), 0.1);

    assertThat(intervals.nme().high()).isInfinite();
    assertThat(intervals.failureRate().high()).isLessThan(1);
  }

  @Property(tries = 50, seed = "1904073991")
  void theOrderOfFacesDoesNotChangeAnInterval(
      @ForAll @IntRange(min = 1, max = 60) int count, @ForAll Random random) {
    double[] errors = errors(count, random.nextLong());
    double[] turned = new double[count];
    Arrays.setAll(turned, i -> errors[count - 1 - i]);
    Bootstrap bootstrap = new Bootstrap(200, 9);

    MetricIntervals intervals = bootstrap.of(FaceErrors.of(errors), 0.1);

    assertThat(bootstrap.of(FaceErrors.of(turned), 0.1)).isEqualTo(intervals);
    assertThat(intervals.nme().low()).isLessThanOrEqualTo(intervals.nme().high());
    assertThat(intervals.auc().low()).isBetween(0.0, intervals.auc().high());
  }

  /** A constant difference of 0.01 holds in every resample, however different the faces are. */
  @Test
  void aConstantDifferenceIsCertain() {
    double[] first = errors(200, 2);
    double[] second = Arrays.stream(first).map(e -> e + 0.01).toArray();

    MetricIntervals difference = Bootstrap.USUAL.ofDifference(first, second, 0.1);

    assertThat(difference.nme().low()).isCloseTo(-0.01, within(1e-12));
    assertThat(difference.nme().high()).isCloseTo(-0.01, within(1e-12));
    assertThat(difference.auc().low()).isPositive();
  }

  @Test
  void twoWithoutAnAnswerHaveNoDifference() {
    double[] errors = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};

    MetricIntervals difference = Bootstrap.USUAL.ofDifference(errors, errors, 0.1);

    assertThat(difference.nme().low()).isNaN();
    assertThat(difference.failureRate()).isEqualTo(new Interval(0, 0));
  }

  @Test
  void listsOfDifferentLengthsAreRefused() {
    assertThatThrownBy(
            () -> Bootstrap.USUAL.ofDifference(new double[] {1}, new double[] {1, 2}, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 faces cannot be compared with 2");
    assertThatThrownBy(() -> new Bootstrap(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static double[] errors(int count, long seed) {
    Random random = new Random(seed);
    return random.doubles(count).map(u -> 0.03 + 0.1 * u * u).toArray();
  }
}
