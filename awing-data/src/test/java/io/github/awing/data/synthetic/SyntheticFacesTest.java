package io.github.awing.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticFacesTest {

  private static final SyntheticFaces FACES = new SyntheticFaces(7);

  /** Enough faces for every attribute to appear, drawn once. */
  private static final List<SyntheticFace> SAMPLE =
      LongStream.range(-20, 180).parallel().mapToObj(FACES::draw).toList();

  @Test
  void aFaceDependsOnSeedAndIndexAlone() {
    SyntheticFace first = FACES.draw(31);
    FACES.draw(4);
    SyntheticFace again = new SyntheticFaces(7).draw(31);

    assertThat(again.landmarks()).isEqualTo(first.landmarks());
    assertThat(again.box()).isEqualTo(first.box());
    assertThat(again.attributes()).isEqualTo(first.attributes());
    assertThat(pixels(again.picture())).isEqualTo(pixels(first.picture()));
    assertThat(pixels(FACES.draw(32).picture())).isNotEqualTo(pixels(first.picture()));
    assertThat(pixels(new SyntheticFaces(8).draw(31).picture()))
        .isNotEqualTo(pixels(first.picture()));
  }

  @Test
  void allLandmarksLieInThePictureAndTheBoxIsAFewPercentWider() {
    SAMPLE.forEach(
        face -> {
          int size = face.picture().getWidth();
          assertThat(size).isBetween(256, 320).isEqualTo(face.picture().getHeight());
          assertThat(face.landmarks().count()).isEqualTo(98);
          assertThat(face.landmarks().stream())
              .allMatch(p -> p.x() >= 0 && p.y() >= 0 && p.x() < size && p.y() < size);
          Box tight = face.landmarks().box();
          assertThat(face.box().left())
              .isBetween(tight.left() - 0.06 * tight.width(), tight.left() + 4);
          assertThat(face.box().bottom())
              .isBetween(tight.bottom() - 4, tight.bottom() + 0.06 * tight.height());
        });
  }

  @Test
  void aFrontalNeutralFaceIsItsOwnMirrorImageUnderTheSchemesFlip() {
    Landmarks landmarks =
        new FaceGeometry(
                HeadShape.AVERAGE, FacialExpression.NEUTRAL, HeadPose.frontal(70, 128, 120))
            .landmarks();
    Landmarks mirrored =
        landmarks
            .map(point -> new Point(256 - point.x(), point.y()))
            .reordered(LandmarkScheme.named("wflw-98").flipOrder());

    for (int i = 0; i < 98; i++) {
      assertThat(mirrored.get(i).distance(landmarks.get(i))).as("landmark %d", i).isLessThan(1e-9);
    }
  }

  @Test
  void theOrderIsWflws() {
    Landmarks face =
        new FaceGeometry(
                HeadShape.AVERAGE, FacialExpression.NEUTRAL, HeadPose.frontal(70, 128, 120))
            .landmarks();

    assertThat(IntStream.range(0, 32))
        .as("the contour runs from the left ear to the right")
        .allMatch(i -> face.get(i).x() < face.get(i + 1).x());
    assertThat(face.box().bottom()).as("the chin").isEqualTo(face.get(16).y());
    assertThat(face.get(60).x()).isLessThan(face.get(64).x());
    assertThat(face.get(64).x()).isLessThan(face.get(68).x());
    assertThat(face.get(62).y()).isLessThan(face.get(66).y());
    assertThat(face.get(35).y()).isLessThan(face.get(40).y());
    assertThat(List.of(37, 62, 54, 57, 79, 90, 94, 85, 16))
        .as("from brow to chin")
        .isSortedAccordingTo((a, b) -> Double.compare(face.get(a).y(), face.get(b).y()));
    assertThat(face.get(90).distance(face.get(94))).as("closed lips").isLessThan(1e-9);
  }

  @Test
  void aHeadTurnedToTheRightHidesItsRightCheek() {
    HeadPose turned = new HeadPose(Math.toRadians(30), 0, 0, 70, 128, 120);
    Landmarks face =
        new FaceGeometry(HeadShape.AVERAGE, FacialExpression.NEUTRAL, turned).landmarks();
    double left = face.get(54).x() - face.get(4).x();
    double right = face.get(28).x() - face.get(54).x();

    assertThat(left).isGreaterThan(2 * right);
    assertThat(face.stream().mapToDouble(Point::x).max().orElseThrow())
        .as("no brow, eye or lip sticks out of the contour")
        .isEqualTo(IntStream.rangeClosed(0, 32).mapToDouble(i -> face.get(i).x()).max().orElse(0));
  }

  @Test
  void openEyesAreDarkAtThePupilsAndLighterBesideThem() {
    List<SyntheticFace> plain =
        SAMPLE.stream()
            .filter(face -> !face.attributes().contains("occlusion"))
            .filter(face -> !face.attributes().contains("blur"))
            .filter(face -> openness(face.landmarks(), 62, 66, 60, 64) > 0.25)
            .filter(face -> openness(face.landmarks(), 70, 74, 68, 72) > 0.25)
            .toList();

    assertThat(plain).hasSizeGreaterThan(40);
    for (SyntheticFace face : plain) {
      for (int pupil : new int[] {96, 97}) {
        assertThat(brightness(face.picture(), face.landmarks().get(pupil))).isLessThan(75);
      }
      Point inner = SmoothCurve.mix(face.landmarks().get(64), face.landmarks().get(96), 0.25);
      assertThat(brightness(face.picture(), face.landmarks().get(96)))
          .isLessThan(brightness(face.picture(), inner));
    }
  }

  @Test
  void aFaceIsDrawnAtItsLandmarksToAFractionOfAPixel() {
    Exposure even = new Exposure(0, 0, 0, 0, 0);
    Appearance look = look(Appearance.Occluder.NONE, false);
    SyntheticFace upright =
        drawn(
            new FaceGeometry(
                HeadShape.AVERAGE, FacialExpression.NEUTRAL, HeadPose.frontal(70, 128, 120)),
            look,
            even);
    SyntheticFace lying =
        drawn(
            new FaceGeometry(
                HeadShape.AVERAGE,
                FacialExpression.NEUTRAL,
                new HeadPose(0, 0, Math.PI / 2, 70, 140, 131)),
            look,
            even);
    Point upperLip = upright.landmarks().get(79);
    Point lyingLip = lying.landmarks().get(79);

    assertThat(upperLip.x()).isCloseTo(128, within(1e-9));
    assertThat(lyingLip.y()).isCloseTo(131, within(1e-9));
    for (int away = 1; away < 24; away++) {
      for (int down = 0; down < 14; down++) {
        double y = upperLip.y() + down;
        assertThat(colour(upright, new Point(128 + away, y)).getGreen())
            .isCloseTo(colour(upright, new Point(128 - away, y)).getGreen(), within(3));
        double x = lyingLip.x() - down;
        assertThat(colour(lying, new Point(x, 131 + away)).getGreen())
            .isCloseTo(colour(lying, new Point(x, 131 - away)).getGreen(), within(3));
      }
    }
  }

  @Test
  void attributesMarkTiltedHeadsOpenMouthsAndShutEyes() {
    assertThat(SAMPLE.stream().filter(face -> Math.abs(tilt(face.landmarks())) > 22))
        .isNotEmpty()
        .allMatch(face -> face.attributes().contains("pose"));
    assertThat(SAMPLE.stream().filter(face -> openness(face.landmarks(), 90, 94, 88, 92) > 0.5))
        .isNotEmpty()
        .allMatch(face -> face.attributes().contains("expression"));
    assertThat(SAMPLE.stream().filter(face -> openness(face.landmarks(), 62, 66, 60, 64) < 0.01))
        .isNotEmpty()
        .allMatch(face -> face.attributes().contains("expression"));
    Set<String> seen = new HashSet<>();
    SAMPLE.forEach(face -> seen.addAll(face.attributes()));
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "pose", "expression", "illumination", "make-up", "occlusion", "blur");
  }

  @Test
  void facesMarkedBlurredHaveSofterEdges() {
    double blurred = sharpestEdges(true);
    double sharp = sharpestEdges(false);

    assertThat(blurred).isLessThan(0.6 * sharp);
  }

  @Test
  void harshLightLeavesOneSideDark() {
    FaceGeometry face =
        new FaceGeometry(
            HeadShape.AVERAGE, FacialExpression.NEUTRAL, HeadPose.frontal(70, 128, 120));
    Appearance look = look(Appearance.Occluder.NONE, false);
    SyntheticFace harsh = drawn(face, look, new Exposure(0, 0.7, 0, 0, 0));
    SyntheticFace even = drawn(face, look, new Exposure(0, 0.05, 0, 0, 0));

    assertThat(harsh.attributes()).containsExactly("illumination");
    assertThat(even.attributes()).isEmpty();
    assertThat(rightToLeft(harsh)).isGreaterThan(1.6);
    assertThat(rightToLeft(even)).isCloseTo(1, within(0.15));
  }

  @Test
  void facesMarkedOccludedHaveHiddenLandmarks() {
    FaceGeometry face =
        new FaceGeometry(
            HeadShape.AVERAGE, FacialExpression.NEUTRAL, HeadPose.frontal(70, 128, 120));
    Exposure even = new Exposure(0, 0.05, 0, 0, 0);
    SyntheticFace bare = drawn(face, look(Appearance.Occluder.NONE, false), even);
    for (Appearance.Occluder thing : Appearance.Occluder.values()) {
      SyntheticFace worn = drawn(face, look(thing, false), even);
      long hidden =
          bare.landmarks().stream()
              .skip(33)
              .filter(point -> !colour(bare, point).equals(colour(worn, point)))
              .count();

      assertThat(worn.attributes().contains("occlusion")).as(thing.name()).isEqualTo(hidden >= 3);
    }
    assertThat(drawn(face, look(Appearance.Occluder.SCARF, false), even).attributes())
        .containsExactly("occlusion");
  }

  @Test
  void makeUpColoursTheLips() {
    FaceGeometry face =
        new FaceGeometry(
            HeadShape.AVERAGE, FacialExpression.NEUTRAL, HeadPose.frontal(70, 128, 120));
    Exposure even = new Exposure(0, 0.05, 0, 0, 0);
    SyntheticFace bare = drawn(face, look(Appearance.Occluder.NONE, false), even);
    SyntheticFace made = drawn(face, look(Appearance.Occluder.NONE, true), even);
    Point lip = SmoothCurve.mix(bare.landmarks().get(86), bare.landmarks().get(95), 0.5);

    assertThat(made.attributes()).containsExactly("make-up");
    assertThat(redness(colour(made, lip))).isGreaterThan(redness(colour(bare, lip)) + 30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en-GB", "de-DE", "ar-EG-u-nu-arab", "fa-IR"})
  void theListsAreWflwsWhateverTheLocale(String language, @TempDir Path folder) throws IOException {
    Locale before = Locale.getDefault();
    Set<Integer> told = new ConcurrentSkipListSet<>();
    Path target = folder.resolve("drawn");
    try {
      Locale.setDefault(Locale.forLanguageTag(language));
      FACES.writeWflw(target, 3, 2, told::add);
    } finally {
      Locale.setDefault(before);
    }

    assertThat(told).containsExactly(1, 2, 3, 4, 5);
    Path lists = target.resolve("WFLW_annotations/list_98pt_rect_attr_train_test");
    List<String> train = Files.readAllLines(lists.resolve("list_98pt_rect_attr_train.txt"));
    List<String> test = Files.readAllLines(lists.resolve("list_98pt_rect_attr_test.txt"));
    assertThat(train).hasSize(3);
    assertThat(test).hasSize(2);
    List<String> lines = Stream.concat(train.stream(), test.stream()).toList();
    for (int index = 0; index < lines.size(); index++) {
      SyntheticFace face = FACES.draw(index);
      String[] fields = lines.get(index).split(" ");
      assertThat(fields).hasSize(207);
      assertThat(Stream.of(fields).limit(196)).allMatch(field -> field.matches("\\d+\\.\\d{6}"));
      assertThat(Stream.of(fields).skip(196).limit(4)).allMatch(field -> field.matches("-?\\d+"));
      assertThat(Stream.of(fields).skip(200).limit(6)).allMatch(field -> field.matches("[01]"));
      for (int i = 0; i < 98; i++) {
        assertThat(Double.parseDouble(fields[2 * i]))
            .isCloseTo(face.landmarks().get(i).x(), within(1e-6));
        assertThat(Double.parseDouble(fields[2 * i + 1]))
            .isCloseTo(face.landmarks().get(i).y(), within(1e-6));
      }
      assertThat(Double.parseDouble(fields[198])).isEqualTo(face.box().right());
      assertThat(fields[200].equals("1")).isEqualTo(face.attributes().contains("pose"));
      assertThat(fields[204].equals("1")).isEqualTo(face.attributes().contains("occlusion"));
      BufferedImage read =
          ImageIO.read(target.resolve("WFLW_images").resolve(fields[206]).toFile());
      assertThat(read.getWidth()).isEqualTo(face.picture().getWidth());
      Point chin = face.landmarks().get(85);
      assertThat(brightness(read, chin)).isCloseTo(brightness(face.picture(), chin), within(40.0));
    }
    assertThat(folder).isDirectoryContaining(path -> path.equals(target));
    assertThat(content(folder)).containsExactly("drawn");
  }

  @Test
  void refusesAFolderThatIsNotEmpty(@TempDir Path folder) throws IOException {
    Path precious = Files.writeString(folder.resolve("precious.txt"), "mine");

    assertThatThrownBy(() -> FACES.writeWflw(folder, 1, 1, count -> {}))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("holds files already")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> FACES.writeWflw(precious, 1, 1, count -> {}))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("is a file");
    assertThat(content(folder)).containsExactly("precious.txt");
    assertThat(precious).hasContent("mine");
  }

  @Test
  void anInterruptedDrawingLeavesNothing(@TempDir Path folder) throws IOException {
    assertThatThrownBy(
            () ->
                FACES.writeWflw(
                    folder.resolve("drawn"),
                    4,
                    1,
                    count -> {
                      throw new IllegalStateException("enough");
                    }))
        .hasStackTraceContaining("enough");

    assertThat(content(folder)).isEmpty();
  }

  @Test
  void negativeCountsAreRefused(@TempDir Path folder) {
    assertThatThrownBy(() -> FACES.writeWflw(folder, -1, 3, count -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  private static SyntheticFace drawn(FaceGeometry face, Appearance look, Exposure exposure) {
    return FaceDrawing.draw(face, look, exposure, 256, new SeededRandom(1, 1));
  }

  private static Appearance look(Appearance.Occluder occluder, boolean makeUp) {
    return new Appearance(
        new Color(0xe2a97f),
        new Color(0x4a2f22),
        Appearance.HairStyle.BUN,
        new Color(0x4a78b5),
        makeUp ? new Color(0xb3202f) : new Color(0xcf8268),
        new Color(0x2e86ab),
        0,
        false,
        makeUp,
        new Color(0x6f4aa0),
        Appearance.Glasses.NONE,
        occluder);
  }

  private static int[] pixels(BufferedImage picture) {
    return picture.getRGB(
        0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
  }

  private static Color colour(SyntheticFace face, Point point) {
    return new Color(
        face.picture().getRGB((int) Math.round(point.x()), (int) Math.round(point.y())));
  }

  private static int redness(Color color) {
    return color.getRed() - color.getGreen();
  }

  /** Mean level of the 3 x 3 pixels around a point. */
  private static double brightness(BufferedImage picture, Point point) {
    double sum = 0;
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        Color color =
            new Color(
                picture.getRGB((int) Math.round(point.x()) + dx, (int) Math.round(point.y()) + dy));
        sum += (color.getRed() + color.getGreen() + color.getBlue()) / 27.0;
      }
    }
    return sum;
  }

  private static double rightToLeft(SyntheticFace face) {
    Point left = face.landmarks().mean(4, 76);
    Point right = face.landmarks().mean(28, 82);
    return brightness(face.picture(), right) / brightness(face.picture(), left);
  }

  private static double openness(Landmarks face, int top, int bottom, int left, int right) {
    return face.get(top).distance(face.get(bottom)) / face.get(left).distance(face.get(right));
  }

  private static double tilt(Landmarks face) {
    Point left = face.get(60);
    Point right = face.get(72);
    return Math.toDegrees(Math.atan2(right.y() - left.y(), right.x() - left.x()));
  }

  /** The mean over faces of the 99th percentile of steps between horizontal neighbours. */
  private static double sharpestEdges(boolean blurred) {
    return SAMPLE.stream()
        .filter(face -> face.attributes().contains("blur") == blurred)
        .mapToDouble(
            face -> {
              int[] pixels = pixels(face.picture());
              int[] steps =
                  IntStream.range(1, pixels.length)
                      .map(i -> Math.abs((pixels[i] >> 8 & 0xff) - (pixels[i - 1] >> 8 & 0xff)))
                      .sorted()
                      .toArray();
              return steps[(int) (0.99 * steps.length)];
            })
        .average()
        .orElseThrow();
  }

  private static List<String> content(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
