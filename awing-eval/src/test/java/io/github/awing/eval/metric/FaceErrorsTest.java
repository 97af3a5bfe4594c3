package io.github.awing.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FaceErrorsTest {

  private static final Box BOX = new Box(0, 0, 30, 40);
  private static final NormalisedMeanError WFLW =
      NormalisedMeanError.usual(LandmarkScheme.named("wflw-98"));

  /** Figures of the field's usual Python code on the same landmarks. */
  @Test
  void figuresEqualThoseOfTheUsualCode() throws IOException {
    JsonNode expected;
    try (InputStream in = getClass().getResourceAsStream("/golden/metric_expected.json")) {
      expected = new ObjectMapper().readTree(in);
    }
    INDArray truth = npy("metric_gt");
    INDArray prediction = npy("metric_pred");

    double[] errors =
        IntStream.range(0, (int) truth.size(0))
            .mapToDouble(i -> WFLW.of(landmarks(truth, i), BOX, landmarks(prediction, i)))
            .toArray();
    FaceErrors faces = FaceErrors.of(errors);

    assertThat(errors).hasSize(40);
    for (int i = 0; i < errors.length; i++) {
      assertThat(errors[i])
          .isCloseTo(expected.at("/per_image_nme").get(i).doubleValue(), within(1e-9));
    }
    Metrics metrics = faces.metrics(0.1);
    assertThat(metrics.count()).isEqualTo(40);
    assertThat(metrics.nme()).isCloseTo(expected.get("nme").doubleValue(), within(1e-9));
    assertThat(metrics.failureRate()).isCloseTo(expected.get("fr_10").doubleValue(), within(1e-9));
    assertThat(metrics.auc()).isCloseTo(expected.get("auc_10_exact").doubleValue(), within(1e-9));
    assertThat(metrics.aucSimpson())
        .isCloseTo(expected.get("auc_10_simpson_step_1e-4").doubleValue(), within(1e-9));
  }

  @Test
  void anErrorAtTheThresholdIsNoFailure() {
    FaceErrors faces = FaceErrors.of(0.08, 0.1, 0.12, 0.02);

    assertThat(faces.failureRate(0.1)).isEqualTo(0.25);
    assertThat(faces.fractionWithin(0.1)).isEqualTo(0.75);
    assertThat(faces.mean()).isCloseTo(0.08, within(1e-15));
    // (0.2 + 0 + 0 + 0.8) / 4
    assertThat(faces.auc(0.1)).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void perfectFacesFillTheWholeArea() {
    FaceErrors faces = FaceErrors.of(0, 0, 0);

    assertThat(faces.metrics(0.07)).isEqualTo(new Metrics(3, 0, 0, 1, 1));
  }

  @Test
  void aFaceWithoutAnAnswerCountsAgainstTheNetwork() {
    FaceErrors faces = FaceErrors.of(0, Double.POSITIVE_INFINITY);

    Metrics metrics = faces.metrics(0.1);
    assertThat(metrics.nme()).isInfinite();
    assertThat(metrics.failureRate()).isEqualTo(0.5);
    assertThat(metrics.auc()).isEqualTo(0.5);
    assertThat(metrics.aucSimpson()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void invalidErrorsAreRefused() {
    assertThatThrownBy(() -> FaceErrors.of(0.1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> FaceErrors.of(-0.1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(FaceErrors::of)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no faces");
    // Simpson's rule accepts thresholds up to 1000.
    assertThat(FaceErrors.of(250).aucSimpson(1000)).isCloseTo(0.75, within(1e-6));
    assertThatThrownBy(() -> FaceErrors.of(0.1).aucSimpson(1000.1))
        .isInstanceOf(IllegalArgumentException.class);
    for (double threshold : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      for (ThrowingCallable figure :
          List.<ThrowingCallable>of(
              () -> FaceErrors.of(0.1).auc(threshold),
              () -> FaceErrors.of(0.1).aucSimpson(threshold),
              () -> FaceErrors.of(0.1).failureRate(threshold))) {
        assertThatThrownBy(figure)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("the threshold must be above 0");
      }
      assertThatThrownBy(() -> FaceErrors.of(0.1).metrics(threshold))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("threshold");
    }
  }

  @Property(seed = "1904073991")
  void areasAndRatesAreFractions(
      @ForAll @Size(min = 1, max = 50) List<@DoubleRange(max = 2) @Scale(6) Double> errors,
      @ForAll @DoubleRange(min = 0.001, max = 1) @Scale(6) double threshold) {
    Metrics metrics = FaceErrors.of(array(errors)).metrics(threshold);

    assertThat(metrics.auc()).isBetween(0.0, 1.0);
    assertThat(metrics.aucSimpson()).isBetween(0.0, 1 + 1e-12);
    assertThat(metrics.failureRate()).isBetween(0.0, 1.0);
    assertThat(metrics.auc()).isGreaterThanOrEqualTo(1 - metrics.nme() / threshold - 1e-9);
    assertThat(metrics.auc()).isLessThanOrEqualTo(1 - metrics.failureRate() + 1e-9);
    // Each face contributes at most one step of Simpson's rule: 4/3 of at most 1e-4.
    assertThat(metrics.aucSimpson()).isCloseTo(metrics.auc(), within(1.4e-4 / threshold + 1e-9));
  }

  @Property(seed = "1904073991")
  void theOrderOfFacesDoesNotMatter(
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(max = 0.3) Double> errors,
      @ForAll Random random) {
    List<Double> shuffled = new ArrayList<>(errors);
    Collections.shuffle(shuffled, random);

    assertThat(FaceErrors.of(array(shuffled)).metrics(0.1))
        .isEqualTo(FaceErrors.of(array(errors)).metrics(0.1));
  }

  /** Only the ratio of errors to the threshold counts, for percent and fractions alike. */
  @Property(seed = "1904073991")
  void theUnitOfErrorsDoesNotMatter(
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(max = 0.3) @Scale(6) Double> errors,
      @ForAll @DoubleRange(min = 0.01, max = 100) @Scale(4) double unit) {
    double[] inUnits = errors.stream().mapToDouble(e -> unit * e).toArray();

    assertThat(FaceErrors.of(inUnits).auc(0.1 * unit))
        .isCloseTo(FaceErrors.of(array(errors)).auc(0.1), within(1e-9));
  }

  @Property(seed = "1904073991")
  void theSizeOfThePictureDoesNotMatter(
      @ForAll @DoubleRange(min = 0.1, max = 40) double scale, @ForAll Random random) {
    Landmarks truth = random(random, 100);
    Landmarks prediction = random(random, 100);

    double error = WFLW.of(truth, BOX, prediction);
    double scaled = WFLW.of(scaled(truth, scale), BOX, scaled(prediction, scale));

    assertThat(scaled).isCloseTo(error, within(1e-9 * error));
  }

  @Test
  void theErrorOfAMovedFaceIsItsMovement() {
    Landmarks truth = random(new Random(1), 100);
    double size = truth.get(60).distance(truth.get(72));
    Landmarks moved = truth.map(p -> new Point(p.x() + 3, p.y() - 4));

    assertThat(WFLW.of(truth, BOX, moved)).isCloseTo(5 / size, within(1e-12));
    assertThat(WFLW.of(truth, BOX, truth)).isZero();
  }

  @Test
  void anInvalidPredictionHasAnInfiniteError() {
    Landmarks truth = random(new Random(1), 100);
    for (double nonsense : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Landmarks prediction =
          truth.map(p -> p.equals(truth.get(7)) ? new Point(nonsense, p.y()) : p);

      assertThat(WFLW.of(truth, BOX, prediction)).isEqualTo(Double.POSITIVE_INFINITY);
    }
  }

  @Test
  void aFaceWithoutSizeCannotBeMeasured() {
    Landmarks point = Landmarks.of(new double[196]);

    assertThatThrownBy(() -> WFLW.of(point, BOX, point))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("inter-ocular")
        .hasMessageContaining("0.0");
  }

  @Test
  void countsMustAgree() {
    Landmarks truth = random(new Random(1), 100);

    assertThatThrownBy(() -> WFLW.of(truth, BOX, Landmarks.of(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 landmarks predicted where there are 98");
  }

  @Test
  void anUnknownNormaliserIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(
            () -> NormalisedMeanError.of(LandmarkScheme.named("300w-68"), "inter-galactic"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("inter-galactic")
        .hasMessageContaining("inter-ocular, inter-pupil");
  }

  private static double[] array(List<Double> errors) {
    return errors.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Landmarks random(Random random, double side) {
    return Landmarks.of(random.doubles(196, 0, side).toArray());
  }

  private static Landmarks scaled(Landmarks landmarks, double scale) {
    return landmarks.map(p -> new Point(scale * p.x(), scale * p.y()));
  }

  private static INDArray npy(String name) throws IOException {
    try (InputStream in = FaceErrorsTest.class.getResourceAsStream("/golden/" + name + ".npy")) {
      return Nd4j.createNpyFromByteArray(in.readAllBytes());
    }
  }

  private static Landmarks landmarks(INDArray faces, int index) {
    double[] coordinates = new double[(int) (faces.size(1) * 2)];
    Arrays.setAll(coordinates, i -> faces.getDouble(index, i / 2, i % 2));
    return Landmarks.of(coordinates);
  }
}
