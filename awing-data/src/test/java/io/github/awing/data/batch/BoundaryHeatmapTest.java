package io.github.awing.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** Against curves whose distance from a cell has a closed form. */
class BoundaryHeatmapTest {

  private static final int CROP = 64;
  private static final int SIZE = 16;

  @Property(seed = "1904073991", tries = 300)
  void twoLandmarksAreJoinedByAStraightLine(
      @ForAll @DoubleRange(min = -20, max = 84) double x0,
      @ForAll @DoubleRange(min = -20, max = 84) double y0,
      @ForAll @DoubleRange(min = -20, max = 84) double x1,
      @ForAll @DoubleRange(min = -20, max = 84) double y1) {
    assertDistances(
        boundary(2, x0, y0, x1, y1),
        (x, y) -> toSegment(x, y, cell(x0), cell(y0), cell(x1), cell(y1)),
        1e-4);
  }

  @Property(seed = "1904073991", tries = 50)
  void oneLabelledLandmarkIsADot(
      @ForAll @DoubleRange(min = -20, max = 84) double x0,
      @ForAll @DoubleRange(min = -20, max = 84) double y0) {
    float[] boundary =
        new TargetHeatmaps(scheme(2), new GaussianHeatmaps(1.75, false), true)
            .draw(Landmarks.of(x0, y0, 30, 30), new boolean[] {true, false}, CROP)[2];

    assertDistances(boundary, (x, y) -> Math.hypot(x - cell(x0), y - cell(y0)), 1e-4);
  }

  /** A spline through 24 landmarks of a circle leaves it by some thousandths of a cell. */
  @Test
  void landmarksOnACircleAreJoinedByIt() {
    int count = 25;
    double[] coordinates = new double[2 * count];
    for (int i = 0; i < count; i++) {
      double angle = 2 * Math.PI * i / (count - 1);
      coordinates[2 * i] = 33 + 20 * Math.cos(angle);
      coordinates[2 * i + 1] = 31 + 20 * Math.sin(angle);
    }

    // Pieces of a cell cut the circle of five cells short by 1 / (8 * 5) of a cell.
    assertDistances(
        boundary(count, coordinates),
        (x, y) -> Math.abs(Math.hypot(x - cell(33), y - cell(31)) - 5),
        0.03);
  }

  /** Training draws cells with their channels side by side, over the batch before. */
  @Test
  void ofABatchAreTheSameWithChannelsLast() {
    TargetHeatmaps targets =
        new TargetHeatmaps(LandmarkScheme.named("mtfl-5"), new GaussianHeatmaps(1.75, false), true);
    Landmarks face = Landmarks.of(20, 22, 44, 21, 33, 35, 24, 47, 41, 48);
    boolean[] labelled = {true, true, true, false, true};
    FloatBuffer batch = FloatBuffer.allocate(3 * SIZE * SIZE * 6);
    Arrays.fill(batch.array(), 7);

    targets.drawChannelsLast(face, labelled, new HeatmapGrid(CROP), batch, 1);

    float[][] heatmaps = targets.draw(face, labelled, CROP);
    for (int i = 0; i < batch.capacity(); i++) {
      int inFace = i - SIZE * SIZE * 6;
      assertThat(batch.get(i))
          .as("number %d", i)
          .isEqualTo(
              inFace < 0 || inFace >= SIZE * SIZE * 6 ? 7 : heatmaps[inFace % 6][inFace / 6]);
    }
  }

  private static void assertDistances(
      float[] boundary, ToDoubleBiFunction<Integer, Integer> distance, double tolerance) {
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double d = distance.applyAsDouble(x, y);
        double expected = d < 3 ? Math.exp(-d * d / 2) : 0;
        // Just at three cells the value jumps from 0.011 to 0.
        double jump = Math.abs(d - 3) < tolerance ? 0.012 : 0;
        assertThat((double) boundary[y * SIZE + x])
            .as("cell %d, %d at distance %s", x, y, d)
            .isCloseTo(expected, within(tolerance + jump));
      }
    }
  }

  private static double toSegment(double x, double y, double x0, double y0, double x1, double y1) {
    double squared = (x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0);
    double share =
        squared == 0
            ? 0
            : Math.max(0, Math.min(1, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / squared));
    return Math.hypot(x - x0 - share * (x1 - x0), y - y0 - share * (y1 - y0));
  }

  /** The place among cells of one in the crop: cell 0 has its centre at pixel 2. */
  private static double cell(double pixel) {
    return (pixel - 2) / 4;
  }

  private static float[] boundary(int landmarks, double... coordinates) {
    boolean[] labelled = new boolean[landmarks];
    Arrays.fill(labelled, true);
    return new TargetHeatmaps(scheme(landmarks), new GaussianHeatmaps(1.75, false), true)
        .draw(Landmarks.of(coordinates), labelled, CROP)[landmarks];
  }

  /** A scheme with one curve through all its landmarks. */
  private static LandmarkScheme scheme(int landmarks) {
    return LandmarkScheme.ofDefinition(
        """
        name: curve
        landmarks: %d
        flip: ""
        boundary:
          - 0..%d
        normalisers:
          ends: ["0", "1"]
        parts:
          all: 0..%2$d
        """
            .formatted(landmarks, landmarks - 1));
  }
}
