package io.github.awing.eval.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import io.github.awing.eval.metric.FaceErrors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DrawingTest {

  private static final LandmarkScheme SCHEME = LandmarkScheme.named("300w-68");
  private static final int GREEN = 0x00E08A;
  private static final int ORANGE = 0xFF5A1F;
  private static final int BLUE = 0x0072B2;
  private static final int VERMILLION = 0xD55E00;

  @Test
  void predictedLandmarksAreDotsWhereTheyWereFound() {
    BufferedImage picture = DrawnFace.picture(400, 300);
    Landmarks face = DrawnFace.landmarks(200, 140, 200);

    int corner = rgb(picture, 5, 5);

    new LandmarkOverlay(SCHEME).drawPredicted(picture, List.of(face));

    face.stream()
        .forEach(
            p ->
                assertThat(rgb(picture, (int) Math.round(p.x()), (int) Math.round(p.y())))
                    .as("at %s", p)
                    .isEqualTo(ORANGE));
    assertThat(rgb(picture, 5, 5)).isEqualTo(corner);
  }

  @Test
  void theLargestErrorHasTheLightestDisc() {
    Landmarks face = DrawnFace.landmarks(0, 0, 2);
    double[] errors = new double[68];
    Arrays.fill(errors, 0.01);
    errors[8] = 0.05;
    errors[30] = Double.NaN;

    BufferedImage plot = LandmarkErrorPlot.draw(SCHEME, face, errors);
    double[] none = new double[68];
    Arrays.fill(none, Double.NaN);
    BufferedImage empty = LandmarkErrorPlot.draw(SCHEME, face, none);

    assertThat(plot.getWidth()).isEqualTo(1240);
    assertThat(plot.getHeight()).isEqualTo(1380);
    // The key also has a disc of the lightest colour.
    assertThat(yellow(plot)).isGreaterThan((int) (1.8 * yellow(empty)));
    assertThatThrownBy(() -> LandmarkErrorPlot.draw(SCHEME, face, new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 errors");
  }

  private static int yellow(BufferedImage picture) {
    int count = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int rgb = rgb(picture, x, y);
        if ((rgb >> 16) > 0xe0 && (rgb >> 8 & 0xff) > 0xd0 && (rgb & 0xff) < 0x70) {
          count++;
        }
      }
    }
    return count;
  }

  @Test
  void barsAreAsLongAsTheirFigures() {
    BufferedImage plot =
        BarPlot.draw(
            "NME",
            List.of(
                new BarPlot.Bar("all", 0.04, 0.04, 0.04, "4.00", true),
                new BarPlot.Bar("pose", 0.08, 0.08, 0.08, "8.00", false),
                new BarPlot.Bar("none", Double.POSITIVE_INFINITY, 0, Double.NaN, "∞", false)));

    double ratio = (double) count(plot, BLUE) / count(plot, VERMILLION);
    assertThat(ratio).isBetween(1.9, 2.1);
    assertThatThrownBy(() -> BarPlot.draw("NME", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUnansweredLandmarkIsLeftOut() {
    Landmarks face = DrawnFace.landmarks(50, 50, 60).map(p -> new Point(Double.NaN, Double.NaN));

    BufferedImage picture = DrawnFace.picture(100, 100);

    new LandmarkOverlay(SCHEME).drawPredicted(picture, List.of(face));

    assertThat(count(picture, ORANGE)).isZero();
  }

  @Test
  void landmarksOfAnotherSchemeAreRefused() {
    assertThatThrownBy(
            () ->
                new LandmarkOverlay(SCHEME)
                    .drawPredicted(DrawnFace.picture(9, 9), List.of(Landmarks.of(1, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scheme 300w-68 has 68 landmarks, but a face has 1");
  }

  @Test
  void aSheetShowsTrueAndPredictedLandmarksOfEveryFace() {
    List<FaceSheet.Face> faces = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      // An enlarged face, and one averaged from a picture seven times as large.
      int width = 120 << i;
      Landmarks truth = DrawnFace.landmarks(width / 2.0, width / 2.0, 0.8 * width);
      Landmarks prediction = truth.map(p -> new Point(p.x() + 0.1 * width, p.y()));
      faces.add(
          new FaceSheet.Face(
              DrawnFace.picture(width, width), truth.box(), truth, prediction, "NME 3.1 %"));
    }

    BufferedImage sheet = FaceSheet.draw(faces, SCHEME, 3);

    assertThat(sheet.getWidth()).isEqualTo(3 * 266 + 10);
    assertThat(sheet.getHeight()).isEqualTo(40 + 2 * 296);
    int before = count(FaceSheet.draw(faces.subList(0, 1), SCHEME, 3), GREEN);
    assertThat(before).isGreaterThan(100);
    assertThat(count(sheet, GREEN)).isGreaterThan(3 * before);
    assertThat(count(sheet, ORANGE)).isGreaterThan(1000);
  }

  @Test
  void aFaceThatReachesBeyondItsPictureIsDrawnOnGrey() {
    Landmarks truth = DrawnFace.landmarks(0, 0, 100);
    BufferedImage sheet =
        FaceSheet.draw(
            List.of(
                new FaceSheet.Face(
                    DrawnFace.picture(60, 60), truth.box(), truth, truth, "NME 0.0 %")),
            SCHEME,
            1);

    assertThat(rgb(sheet, 20, 60)).isEqualTo(0xEFEFEF);
  }

  @Test
  void heatmapsAreColouredByViridis() {
    float[][] zeros = new float[69][64 * 64];
    float[][] ones = new float[69][64 * 64];
    for (float[] heatmap : ones) {
      Arrays.fill(heatmap, 1);
    }

    BufferedImage sheet = HeatmapSheet.draw(DrawnFace.picture(256, 256), SCHEME, zeros, ones);

    assertThat(sheet.getWidth()).isEqualTo(4 * 266 + 10);
    // Fourth panel: the predicted boundary; fifth: the true one.
    assertThat(rgb(sheet, 10 + 3 * 266 + 100, 100)).isEqualTo(0x440154);
    assertThat(rgb(sheet, 100, 10 + 296 + 100)).isEqualTo(0xFDE725);
  }

  @Test
  void heatmapsOfAnotherSchemeAreRefused() {
    assertThatThrownBy(
            () ->
                HeatmapSheet.draw(
                    DrawnFace.picture(9, 9), SCHEME, new float[98][16], new float[98][16]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("68");
  }

  @Test
  void theBetterNetworksCurveIsTheHigherOne() {
    Map<String, FaceErrors> curves = new LinkedHashMap<>();
    curves.put("before", FaceErrors.of(0.09, 0.2, 0.5));
    curves.put("after", FaceErrors.of(0.02, 0.03, 0.05));

    BufferedImage plot = CedPlot.draw(curves, 0.1);

    assertThat(plot.getWidth()).isEqualTo(1600);
    assertThat(rgb(plot, 1, 1)).isEqualTo(0xFFFFFF);
    assertThat(meanHeight(plot, BLUE)).isLessThan(meanHeight(plot, VERMILLION) - 200);
  }

  @Test
  void aFallingLossFallsInThePlot() {
    double[] loss = IntStream.range(0, 500).mapToDouble(i -> 20 * Math.exp(-i / 100.0)).toArray();
    loss[250] = Double.NaN;

    BufferedImage plot =
        LossPlot.draw(loss, new int[] {100, 300, 500}, new double[] {0.3, 0.1, 0.06});

    // The legend lies in the lower half of the picture.
    assertThat(highest(plot, BLUE, 150, 400)).isLessThan(highest(plot, BLUE, 900, 1100) - 100);
    assertThat(count(plot, VERMILLION)).isGreaterThan(500);
  }

  @Test
  void theBetterTrainingsCurveIsTheLowerOne() {
    Map<String, List<Point>> curves = new LinkedHashMap<>();
    curves.put("worse", List.of(new Point(1, 0.9), new Point(5, 0.12)));
    curves.put("better", List.of(new Point(1, 0.15), new Point(5, 0.06)));

    BufferedImage plot = NmePlot.draw(curves);

    assertThat(plot.getWidth()).isEqualTo(1600);
    assertThat(plot.getHeight()).isEqualTo(1040);
    assertThat(highest(plot, VERMILLION, 1350, 1500))
        .isLessThan(highest(plot, BLUE, 1350, 1500) - 50);
    for (int i = 0; i < 8; i++) {
      curves.put("row " + i, List.of(new Point(1, 0.1)));
    }
    assertThat(NmePlot.draw(curves).getHeight()).isGreaterThan(1040);
  }

  @Test
  void nothingToDrawIsRefused() {
    assertThatThrownBy(() -> NmePlot.draw(Map.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NmePlot.draw(Map.of("none", List.of())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CedPlot.draw(Collections.emptyMap(), 0.1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LossPlot.draw(new double[] {Double.NaN}, new int[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no finite loss to draw");
    assertThatThrownBy(() -> FaceSheet.draw(List.of(), SCHEME, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A damaged library before the real ones simulates a machine without fonts. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void missingFontsAreNamedWithTheirPackages(@TempDir Path libraries)
      throws IOException, InterruptedException {
    Files.createFile(libraries.resolve("libfreetype.so.6"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            PlotWithoutFonts.class.getName());
    builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    // A Java with its own library ignores the damaged one.
    assumeFalse(output.contains("drawn"));
    assertThat(output).contains("this Java finds no fonts").contains("fontconfig");
  }

  /** Main method of the Java process with the damaged library. */
  static final class PlotWithoutFonts {
    private PlotWithoutFonts() {}

    public static void main(String[] arguments) {
      try {
        CedPlot.draw(Map.of("one", FaceErrors.of(0.1)), 0.1);
        System.out.println("drawn");
      } catch (MissingFontsException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private static int rgb(BufferedImage picture, int x, int y) {
    return picture.getRGB(x, y) & 0xFFFFFF;
  }

  private static int count(BufferedImage picture, int rgb) {
    return (int) heights(picture, rgb, 0, picture.getWidth()).count();
  }

  private static double meanHeight(BufferedImage picture, int rgb) {
    return heights(picture, rgb, 0, picture.getWidth()).average().orElseThrow();
  }

  private static int highest(BufferedImage picture, int rgb, int fromX, int toX) {
    return heights(picture, rgb, fromX, toX).min().orElseThrow();
  }

  private static IntStream heights(BufferedImage picture, int rgb, int fromX, int toX) {
    return IntStream.range(0, picture.getHeight())
        .flatMap(
            y -> IntStream.range(fromX, toX).filter(x -> rgb(picture, x, y) == rgb).map(x -> y));
  }
}
