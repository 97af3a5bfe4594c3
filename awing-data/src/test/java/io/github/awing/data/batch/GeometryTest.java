package io.github.awing.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.Affine;
import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Picture;
import io.github.awing.data.Point;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tests that pixels and landmarks move together. */
class GeometryTest {

  @Property(seed = "1904073991")
  void anAffineAndItsInverseGiveTheIdentity(
      @ForAll @DoubleRange(min = -3, max = 3) double angle,
      @ForAll @DoubleRange(min = 0.1, max = 9) double scale,
      @ForAll @DoubleRange(min = -500, max = 500) double x,
      @ForAll @DoubleRange(min = -500, max = 500) double y) {
    Affine map =
        Affine.translation(x, -y)
            .then(Affine.rotation(angle))
            .then(Affine.scaling(-scale, scale))
            .then(Affine.translation(y, x));
    Point back = map.inverse().apply(map.apply(new Point(x, y)));
    assertThat(back.x()).isCloseTo(x, within(1e-8));
    assertThat(back.y()).isCloseTo(y, within(1e-8));
  }

  @Test
  void aCropHoldsTheEnlargedSquareAroundTheBox() {
    Affine toCrop = new FaceCropper(256, 1.25).toCrop(new Box(100, 200, 180, 260));
    // Side 1.25 x 80 = 100 around (140, 230): the edges map to the outer pixels' outer edges.
    assertThat(toCrop.apply(new Point(90, 180)).distance(new Point(-0.5, -0.5))).isLessThan(1e-9);
    assertThat(toCrop.apply(new Point(190, 280)).distance(new Point(255.5, 255.5)))
        .isLessThan(1e-9);
  }

  /** Draws a dot, warps the picture, and finds the dot where the map moves it. */
  @Property(seed = "1904073991", tries = 40)
  void warpedPixelsLieWhereTheMapSays(
      @ForAll @IntRange(min = 60, max = 140) int x,
      @ForAll @IntRange(min = 60, max = 140) int y,
      @ForAll long seed) {
    BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_3BYTE_BGR);
    var graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(x - 2, y - 2, 5, 5);
    graphics.dispose();
    Affine map =
        new FaceCropper(256, 1.25)
            .toCrop(new Box(20, 20, 180, 180))
            .then(Augmentation.PAPER.geometry(new SplittableRandom(seed), 256).map());
    try (Picture picture = Picture.of(image);
        Picture crop = picture.warp(map, 256)) {
      Point found = centreOfLight(crop.toBufferedImage());
      Point expected = map.apply(new Point(x, y));
      assertThat(found.distance(expected)).as("%s and %s", found, expected).isLessThan(0.15);
    }
  }

  @Test
  void aStrongReductionDoesNotAlias() {
    BufferedImage stripes = new BufferedImage(1024, 1024, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < 1024; y++) {
      for (int x = 0; x < 1024; x += 2) {
        stripes.setRGB(x, y, 0xffffff);
      }
    }
    try (Picture picture = Picture.of(stripes);
        Picture small = picture.warp(Affine.scaling(0.125, 0.125), 128)) {
      BufferedImage image = small.toBufferedImage();
      for (int x = 4; x < 120; x++) {
        assertThat(image.getRGB(x, 64) & 0xff).isBetween(115, 140);
      }
    }
  }

  @Test
  void theNetworksInputIsRedGreenBlueFromZeroToOne() {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    image.setRGB(1, 2, 0xff8000);
    INDArray batch = Nd4j.create(DataType.FLOAT, 2, 3, 4, 4);
    try (Picture picture = Picture.of(image)) {
      picture.copyTo(batch, 1);
    }
    assertThat(batch.getFloat(1, 0, 2, 1)).isEqualTo(1f);
    assertThat(batch.getFloat(1, 1, 2, 1)).isEqualTo(128 / 255f);
    assertThat(batch.getFloat(1, 2, 2, 1)).isZero();
    assertThat(batch.sumNumber().doubleValue()).isCloseTo(1 + 128 / 255.0, within(1e-6));
  }

  @Test
  void aFlippedFaceKeepsTheOrderOfItsLandmarks() {
    Augmentation flip = Augmentation.MIRRORED;
    var geometry = flip.geometry(new SplittableRandom(1), 256);
    assertThat(geometry.flipped()).isTrue();
    Point mirrored = geometry.map().apply(new Point(10, 20));
    assertThat(mirrored.x()).isCloseTo(245, within(1e-9));
    assertThat(mirrored.y()).isCloseTo(20, within(1e-9));
  }

  /**
   * Landmarks on the face's axis keep their index: chin, nose bridge, lips' middles, as the data
   * sets' mark-up figures number them.
   */
  @ParameterizedTest
  @CsvSource({
    "wflw-98, 16 51 52 53 54 57 79 85 90 94",
    "300w-68, 8 27 28 29 30 33 51 57 62 66",
    "cofw-29, 20 21 24 25 26 27 28",
    "aflw-19, 13 16 18",
    "lapa-106, 16 51 52 53 54 60 87 93 98 102",
    "mtfl-5, 2"
  })
  void aSchemesFlipIsItsOwnInverse(String name, String onTheAxis) {
    LandmarkScheme scheme = LandmarkScheme.named(name);
    int[] order = scheme.flipOrder();
    assertThat(IntStream.of(order).map(i -> order[i]).toArray())
        .containsExactly(IntStream.range(0, scheme.count()).toArray());
    assertThat(IntStream.range(0, scheme.count()).filter(i -> order[i] == i))
        .map(String::valueOf)
        .containsExactly(onTheAxis.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wflw-98", "300w-68"})
  void everyLandmarkBelongsToOnePartAndTheBoundaryHasThePapersCurves(String name) {
    LandmarkScheme scheme = LandmarkScheme.named(name);
    assertThat(scheme.boundaryCurves()).hasSize(13);
    assertThat(scheme.parts().values().stream().flatMap(List::stream).sorted())
        .containsExactlyElementsOf(IntStream.range(0, scheme.count()).boxed().toList());
  }

  @Test
  void refusesAnUnknownSchemeAndListsTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LandmarkScheme.named("wflw-99"))
        .withMessageContaining("wflw-98, 300w-68");
  }

  private static Point centreOfLight(BufferedImage image) {
    double sum = 0;
    double sumX = 0;
    double sumY = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int light = image.getRGB(x, y) & 0xff;
        sum += light;
        sumX += light * x;
        sumY += light * y;
      }
    }
    return new Point(sumX / sum, sumY / sum);
  }
}
