package io.github.awing.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.net.URISyntaxException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Compares with the authors' target heatmaps and boundary maps. */
class TargetHeatmapsTest {

  private static final LandmarkScheme WFLW = LandmarkScheme.named("wflw-98");
  private static final int CROP = 256;
  private static final int SIZE = 64;

  @Test
  void quantisedGaussiansEqualTheAuthors() {
    INDArray expected = golden("target_heatmaps");
    Landmarks face = face(golden("target_landmarks_256"), 0);
    float[][] heatmaps =
        new TargetHeatmaps(WFLW, new GaussianHeatmaps(1.75, true), false).draw(face, CROP);
    for (int landmark = 0; landmark < expected.size(1); landmark++) {
      for (int i = 0; i < SIZE * SIZE; i++) {
        assertThat(heatmaps[landmark][i])
            .as("landmark %d, cell %d", landmark, i)
            .isCloseTo(expected.getFloat(0, landmark, i / SIZE, i % SIZE), within(1e-6f));
      }
    }
  }

  /**
   * The authors' boundary runs through floored landmarks and is drawn by a plotting library, which
   * shifts it half a cell to the right and half a cell up. Shifted in the same way, both agree.
   */
  @ParameterizedTest
  @CsvSource({"wflw-98, boundary_98", "300w-68, boundary_68"})
  void theBoundaryIsLikeTheAuthors(String scheme, String golden) {
    INDArray landmarks = golden(golden + "_landmarks_256");
    INDArray map = golden(golden + "_map_255");
    LandmarkScheme named = LandmarkScheme.named(scheme);
    for (int index = 0; index < landmarks.size(0); index++) {
      float[][] heatmaps =
          new TargetHeatmaps(named, new GaussianHeatmaps(1.75, false), true)
              .draw(face(landmarks, index).map(TargetHeatmapsTest::asTheirsIsDrawn), CROP);
      double[] expected = new double[SIZE * SIZE];
      double[] ours = new double[SIZE * SIZE];
      double difference = 0;
      for (int i = 0; i < ours.length; i++) {
        expected[i] = map.getDouble(index, i / SIZE, i % SIZE) / 255;
        ours[i] = heatmaps[named.count()][i];
        difference += Math.abs(ours[i] - expected[i]) / ours.length;
      }
      assertThat(new PearsonsCorrelation().correlation(ours, expected))
          .as("face %d", index)
          .isGreaterThanOrEqualTo(0.95);
      assertThat(difference).as("face %d", index).isLessThan(0.05);
    }
  }

  /** The crop pixel whose cell is half a cell right of and half a cell above the floored cell. */
  private static Point asTheirsIsDrawn(Point inCrop) {
    return new Point(
        4 * (Math.floor(inCrop.x() / 4) + 0.5 + 0.5), 4 * (Math.floor(inCrop.y() / 4) - 0.5 + 0.5));
  }

  @Property(seed = "1904073991")
  void aSubPixelGaussianHasItsCentreOfMassAtTheLandmark(
      @ForAll @DoubleRange(min = 40, max = 200) double x,
      @ForAll @DoubleRange(min = 40, max = 200) double y) {
    float[] heatmap = new float[SIZE * SIZE];
    // Narrow, so that the cut at three cells has no effect.
    new GaussianHeatmaps(0.7, false).draw(new Point(x, y), cells(heatmap));
    double sum = 0;
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < heatmap.length; i++) {
      sum += heatmap[i];
      sumX += heatmap[i] * (i % SIZE);
      sumY += heatmap[i] * (i / SIZE);
    }
    // The inverse of decoding: four crop pixels a cell, counted from the cell's edge.
    assertThat(4 * (sumX / sum + 0.5)).isCloseTo(x, within(0.02));
    assertThat(4 * (sumY / sum + 0.5)).isCloseTo(y, within(0.02));
  }

  @Property(seed = "1904073991", tries = 200)
  void landmarksAnywhereNeverThrow(
      @ForAll @DoubleRange(min = -1e9, max = 1e9) double x,
      @ForAll @DoubleRange(min = -1e9, max = 1e9) double y,
      @ForAll boolean quantised) {
    Landmarks face =
        face(golden("target_landmarks_256"), 0)
            .map(point -> new Point(point.x() + x, point.y() + y));
    float[][] heatmaps =
        new TargetHeatmaps(WFLW, new GaussianHeatmaps(1.75, quantised), true).draw(face, CROP);
    for (float[] heatmap : heatmaps) {
      for (float value : heatmap) {
        if (!(value >= 0 && value <= 1)) {
          fail("a heatmap holds %s", value);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e300, 0, 128.25, 1e300})
  void landmarksAllInOnePlaceDoNotThrow(double place) {
    Landmarks face = face(golden("target_landmarks_256"), 0).map(p -> new Point(place, place));
    float[][] heatmaps =
        new TargetHeatmaps(WFLW, new GaussianHeatmaps(1.75, false), true).draw(face, CROP);
    assertThat(heatmaps).hasNumberOfRows(99);
  }

  /** Distances that are lost by rounding beside larger ones, and sums that overflow. */
  @ParameterizedTest
  @ValueSource(doubles = {1e6, 1e12, 1e17, 1e200, 1e307})
  void oneLandmarkFarAwayDoesNotThrow(double place) {
    Landmarks face = face(golden("target_landmarks_256"), 0);
    for (int far : new int[] {0, 5, 32, 97}) {
      Point its = face.get(far);
      Landmarks wild = face.map(p -> p.equals(its) ? new Point(place, -place) : p);
      float[][] heatmaps =
          new TargetHeatmaps(WFLW, new GaussianHeatmaps(1.75, false), true).draw(wild, CROP);
      for (float value : heatmaps[98]) {
        assertThat(value).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void gaussiansOutsideAreClipped() {
    float[] heatmap = new float[SIZE * SIZE];
    new GaussianHeatmaps(1.75, false).draw(new Point(-6, 130), cells(heatmap));
    // The centre is cell -2, so cell 0 is two cells away.
    assertThat(heatmap[32 * SIZE])
        .isCloseTo((float) Math.exp(-2 * 2 / (2 * 1.75 * 1.75)), within(1e-6f));
    assertThat(heatmap[32 * SIZE + 2]).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesASigmaThatIsNotAbove0(double sigma) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GaussianHeatmaps(sigma, false))
        .withMessageContaining("sigma must be above 0");
  }

  private static HeatmapCells cells(float[] heatmap) {
    return new HeatmapCells(FloatBuffer.wrap(heatmap), 0, 1, new HeatmapGrid(CROP));
  }

  @Test
  void refusesAnotherNumberOfLandmarks() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new TargetHeatmaps(WFLW, new GaussianHeatmaps(1.75, true), true)
                    .draw(Landmarks.of(1, 2, 3, 4), CROP))
        .withMessageContaining("98")
        .withMessageContaining("2");
  }

  static Landmarks face(INDArray landmarks, int index) {
    double[] coordinates = new double[(int) (landmarks.size(1) * 2)];
    for (int i = 0; i < coordinates.length; i++) {
      coordinates[i] = landmarks.getDouble(index, i / 2, i % 2);
    }
    return Landmarks.of(coordinates);
  }

  static INDArray golden(String name) {
    try {
      return Nd4j.createFromNpyFile(
          Path.of(TargetHeatmapsTest.class.getResource("/golden/" + name + ".npy").toURI())
              .toFile());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
