package io.github.awing.data.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.Picture;
import io.github.awing.data.detect.FaceDetector.Detection;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaceDetectorTest {

  /**
   * A cascade that accepts a window of 20 x 20 pixels whose middle 10 x 10 are brighter than the
   * rest: a bright square with a dark margin, of half the "face's" side.
   */
  private static final String BRIGHT_MIDDLE =
      """
      <?xml version="1.0"?>
      <opencv_storage>
      <cascade type_id="opencv-cascade-classifier">
        <stageType>BOOST</stageType>
        <featureType>HAAR</featureType>
        <height>20</height>
        <width>20</width>
        <stageParams><maxWeakCount>1</maxWeakCount></stageParams>
        <featureParams><maxCatCount>0</maxCatCount></featureParams>
        <stageNum>1</stageNum>
        <stages>
          <_>
            <maxWeakCount>1</maxWeakCount>
            <stageThreshold>0.</stageThreshold>
            <weakClassifiers>
              <_>
                <internalNodes>0 -1 0 1.5</internalNodes>
                <leafValues>-1. 1.</leafValues></_></weakClassifiers></_></stages>
        <features>
          <_>
            <rects>
              <_>0 0 20 20 -1.</_>
              <_>5 5 10 10 4.</_></rects>
            <tilted>0</tilted></_></features></cascade>
      </opencv_storage>
      """;

  @TempDir private Path folder;

  @Test
  void findsBoxesInThePicturesPixels() throws IOException {
    try (FaceDetector detector = FaceDetector.load(cascade());
        Picture picture = squares(400, 300, new Rectangle(120, 80, 60, 60))) {
      List<Detection> detections = detector.detect(picture);
      assertThat(detections).hasSize(1);
      // Twice the square, and half a pixel to the left of its first pixel's centre.
      near(detections.get(0).box(), new Box(89.5, 49.5, 209.5, 169.5), 6);
      assertThat(detections.get(0).box().left() % 1).isEqualTo(0.5);
      assertThat(detections.get(0).confidence()).isGreaterThan(3);
    }
  }

  @Test
  void mapsBoxesBackFromAShrunkenPicture() throws IOException {
    try (FaceDetector detector = FaceDetector.load(cascade());
        Picture picture = squares(3840, 2000, new Rectangle(2400, 900, 400, 400))) {
      List<Detection> detections = detector.detect(picture);
      assertThat(detections).hasSize(1);
      near(detections.get(0).box(), new Box(2199.5, 699.5, 2999.5, 1499.5), 80);
    }
  }

  @Test
  void putsTheSurestFirst() throws IOException {
    Rectangle left = new Rectangle(60, 100, 50, 50);
    Rectangle right = new Rectangle(290, 100, 50, 50);
    try (FaceDetector detector = FaceDetector.load(cascade())) {
      for (Rectangle square : List.of(left, right)) {
        Rectangle other = square == left ? right : left;
        // An incomplete square, on which fewer windows agree.
        Rectangle flat = new Rectangle(other.x, other.y, other.width, other.height - 10);
        try (Picture picture = squares(400, 260, square, flat)) {
          List<Detection> detections = detector.detect(picture);
          assertThat(detections).hasSize(2);
          assertThat(detections.get(0).confidence()).isGreaterThan(detections.get(1).confidence());
          assertThat(detections.get(0).box().centre().x())
              .isCloseTo(square.getCenterX() - 0.5, within(8.0));
        }
      }
    }
  }

  @Test
  void findsNothingInAnEvenPictureOrATinyOne() throws IOException {
    try (FaceDetector detector = FaceDetector.load(cascade());
        Picture even = squares(200, 100);
        Picture tiny = squares(1, 1)) {
      assertThat(detector.detect(even)).isEmpty();
      assertThat(detector.detect(tiny)).isEmpty();
      assertThat(detector.detectNear(even, new Box(0, 0, 100, 100))).isEmpty();
    }
  }

  @Test
  void choosesTheFaceThatOverlapsMost() throws IOException {
    try (FaceDetector detector = FaceDetector.load(cascade());
        Picture picture =
            squares(500, 300, new Rectangle(60, 120, 50, 50), new Rectangle(330, 110, 70, 70))) {
      Box first = new Box(34.5, 94.5, 134.5, 194.5);
      Box second = new Box(294.5, 74.5, 434.5, 214.5);
      near(detector.detectNear(picture, first).orElseThrow(), first, 8);
      near(detector.detectNear(picture, second).orElseThrow(), second, 8);
      // The expected box overlaps both faces, the second more.
      Box both = new Box(110, 60, 420, 240);
      near(detector.detectNear(picture, both).orElseThrow(), second, 8);
      assertThat(detector.detectNear(picture, new Box(180, 100, 240, 200))).isEmpty();
      assertThat(detector.detectNear(picture, new Box(-90, -90, -10, -10))).isEmpty();
    }
  }

  @Test
  void servesSeveralThreads() throws Exception {
    var threads = Executors.newFixedThreadPool(4);
    try (FaceDetector detector = FaceDetector.load(cascade());
        Picture picture = squares(400, 300, new Rectangle(120, 80, 60, 60))) {
      List<Detection> alone = detector.detect(picture);
      Callable<List<Detection>> task = () -> detector.detect(picture);
      for (Future<List<Detection>> result : threads.invokeAll(Collections.nCopies(40, task))) {
        assertThat(result.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void refusesToSearchOnceClosed() throws IOException {
    FaceDetector detector = FaceDetector.load(cascade());
    detector.close();
    detector.close();
    try (Picture picture = squares(40, 40)) {
      assertThatThrownBy(() -> detector.detect(picture))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void decodesANetworksOutputs() throws IOException {
    Path model = folder.resolve("faces.onnx");
    Files.write(model, OnnxFile.faces(0.81f, 0.64f));
    try (FaceDetector detector = FaceDetector.load(model);
        Picture picture = squares(60, 50)) {
      List<Detection> detections = detector.detect(picture);
      assertThat(detections).hasSize(2);
      // The anchors' own boxes: 32 pixels around (40, 24), and 10 around (12, 44).
      near(detections.get(0).box(), new Box(23.5, 7.5, 55.5, 39.5), 0.01);
      near(detections.get(1).box(), new Box(6.5, 38.5, 16.5, 48.5), 0.01);
      // Square root of score times quality, which is 1 here.
      assertThat(detections.get(0).confidence()).isCloseTo(0.9, within(1e-5));
      assertThat(detections.get(1).confidence()).isCloseTo(0.8, within(1e-5));
    }
    Files.write(model, OnnxFile.faces(0.3f, 0.64f));
    try (FaceDetector detector = FaceDetector.load(model);
        Picture picture = squares(64, 64)) {
      assertThat(detector.detect(picture)).hasSize(1);
      assertThat(detector.detectNear(picture, new Box(23.5, 7.5, 55.5, 39))).isNotPresent();
      assertThat(detector.detectNear(picture, new Box(0, 0, 55.5, 39.5))).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"faces", "faces.png", "faces.xml.gz", "faces.caffemodel"})
  void refusesOtherKindsOfFile(String name) throws IOException {
    Path model = folder.resolve(name);
    Files.writeString(model, BRIGHT_MIDDLE);
    refused(model, ".xml");
    refused(model, ".onnx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"faces.xml", "faces.onnx"})
  void refusesFilesThatAreNotModels(String name) throws IOException {
    Path model = folder.resolve(name);
    refused(model, "no such");
    Files.createDirectory(model);
    refused(model, "is no file");
    Files.delete(model);
    Files.createFile(model);
    refused(model, "empty");
    Files.writeString(model, "no model at all");
    refused(model, "expected");
    Files.write(model, new byte[] {0, -1, 8, 127, 0, 0, 13});
    refused(model, "expected");
    Files.writeString(model, "ünïcode", StandardCharsets.UTF_16);
    refused(model, "expected");
  }

  @Test
  void refusesACutOffCascade() throws IOException {
    Path model = folder.resolve("faces.xml");
    for (int length = 1; length < BRIGHT_MIDDLE.strip().length(); length += 7) {
      Files.writeString(model, BRIGHT_MIDDLE.substring(0, length));
      refused(model, "sound cascade");
    }
  }

  /** OpenCV itself accepts these, and then reads memory outside its own. */
  @ParameterizedTest
  @CsvSource({
    "0 -1 0 1.5, 0 -1 999999 1.5, internalNodes",
    "0 -1 0 1.5, 0 -1 -7 1.5, internalNodes",
    "0 -1 0 1.5, 0 -999999 0 1.5, internalNodes",
    "0 -1 0 1.5, 7 -1 0 1.5, internalNodes",
    "0 -1 0 1.5, 0 -1 0, internalNodes",
    "-1. 1., -1., leafValues",
    "5 5 10 10, 5 5 10 100, rects",
    "5 5 10 10, -5 5 10 10, rects",
    "5 5 10 10, 5 2147483647 10 10, rects",
    "<tilted>0, <tilted>1, rects",
    "<width>20, <width>0, width",
    "<height>20, <height>-20, height",
    "<height>20, <height>2000000000, height",
    "HAAR, LBP, maxCatCount",
    "HAAR, HOG, featureType",
    "<maxCatCount>0, <maxCatCount>256, maxCatCount",
    "weakClassifiers>, weak>, list",
    "features>, feature>, list",
  })
  void refusesACascadeWithIndicesOutOfRange(String sound, String damaged, String element)
      throws IOException {
    assertThat(BRIGHT_MIDDLE).contains(sound);
    Path model = folder.resolve("faces.xml");
    Files.writeString(model, BRIGHT_MIDDLE.replace(sound, damaged));
    refused(model, element);
  }

  @Test
  void refusesADamagedOrOtherNetwork() throws IOException {
    Path model = folder.resolve("faces.onnx");
    byte[] sound = OnnxFile.faces(0.81f, 0.64f);
    byte[] half = new byte[sound.length / 2];
    System.arraycopy(sound, 0, half, 0, half.length);
    Files.write(model, half);
    refused(model, "YuNet");
    String text = new String(sound, StandardCharsets.ISO_8859_1);
    Files.write(model, text.replace("iou", "owe").getBytes(StandardCharsets.ISO_8859_1));
    refused(model, "loc, conf and iou");
  }

  private void refused(Path model, String what) {
    assertThatThrownBy(() -> FaceDetector.load(model).close())
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(model + ": ")
        .hasMessageContaining(what)
        .message()
        .hasLineCount(1);
  }

  private Path cascade() throws IOException {
    return Files.writeString(folder.resolve("squares ünd mehr.xml"), BRIGHT_MIDDLE);
  }

  private static void near(Box box, Box expected, double pixels) {
    assertThat(new double[] {box.left(), box.top(), box.right(), box.bottom()})
        .containsExactly(
            new double[] {expected.left(), expected.top(), expected.right(), expected.bottom()},
            within(pixels));
  }

  private static Picture squares(int width, int height, Rectangle... squares) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    for (Rectangle square : squares) {
      graphics.fill(square);
    }
    graphics.dispose();
    return Picture.of(image);
  }

  /**
   * Writes a network file with YuNet's input and outputs that finds two faces in every picture of
   * 64 x 64 pixels: its output is the mean colours, times zero, plus the constant answer. It is
   * written field by field from ONNX's description (onnx.proto).
   */
  private static final class OnnxFile {

    /** Three anchors at each of 8 x 8 places, two at 4 x 4, two at 2 x 2, three at one. */
    private static final int ANCHORS = 3 * 64 + 2 * 16 + 2 * 4 + 3;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static byte[] faces(float larger, float smaller) {
      float[] score = new float[2 * ANCHORS];
      // Row 1, column 2 of the 4 x 4 places, the first of its sizes 32 and 48.
      score[2 * (3 * 64 + 2 * (4 + 2)) + 1] = larger;
      // Row 5, column 1 of the 8 x 8 places, the first of its sizes 10, 16 and 24.
      score[2 * (3 * (5 * 8 + 1)) + 1] = smaller;
      float[] quality = new float[ANCHORS];
      Arrays.fill(quality, 1);
      OnnxFile graph = new OnnxFile();
      graph.message(1, node("GlobalAveragePool", "mean", "input"));
      graph.head("loc", 14, new float[14 * ANCHORS]);
      graph.head("conf", 2, score);
      graph.head("iou", 1, quality);
      graph.text(2, "faces");
      graph.message(11, value("input", 1, 3, 64, 64));
      graph.message(12, value("loc", ANCHORS, 14));
      graph.message(12, value("conf", ANCHORS, 2));
      graph.message(12, value("iou", ANCHORS, 1));
      OnnxFile version = new OnnxFile().number(2, 11);
      return new OnnxFile().number(1, 6).message(7, graph).message(8, version).bytes.toByteArray();
    }

    private void head(String name, int columns, float[] answer) {
      OnnxFile kernel = new OnnxFile().text(1, "kernel_shape").number(8, 1).number(8, 1);
      message(
          1,
          node("Conv", name + "_flat", "mean", name + "_weights", name + "_answer")
              .message(5, kernel.number(20, 7)));
      message(1, node("Reshape", name, name + "_flat", name + "_shape"));
      message(5, floats(name + "_weights", new float[3 * answer.length], answer.length, 3, 1, 1));
      message(5, floats(name + "_answer", answer, answer.length));
      ByteBuffer shape = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
      shape.putLong(ANCHORS).putLong(columns);
      message(5, tensor(name + "_shape", 7, shape.array(), 2));
    }

    private static OnnxFile node(String operation, String output, String... inputs) {
      OnnxFile node = new OnnxFile();
      for (String input : inputs) {
        node.text(1, input);
      }
      return node.text(2, output).text(3, output).text(4, operation);
    }

    private static OnnxFile floats(String name, float[] values, int... shape) {
      ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      raw.asFloatBuffer().put(values);
      return tensor(name, 1, raw.array(), shape);
    }

    private static OnnxFile tensor(String name, int type, byte[] raw, int... shape) {
      OnnxFile tensor = new OnnxFile();
      for (int size : shape) {
        tensor.number(1, size);
      }
      return tensor.number(2, type).text(8, name).field(9, raw);
    }

    private static OnnxFile value(String name, int... shape) {
      OnnxFile sizes = new OnnxFile();
      for (int size : shape) {
        sizes.message(1, new OnnxFile().number(1, size));
      }
      OnnxFile type = new OnnxFile().message(1, new OnnxFile().number(1, 1).message(2, sizes));
      return new OnnxFile().text(1, name).message(2, type);
    }

    private OnnxFile number(int field, long value) {
      varint(field << 3);
      varint(value);
      return this;
    }

    private OnnxFile text(int field, String value) {
      return field(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private OnnxFile message(int field, OnnxFile value) {
      return field(field, value.bytes.toByteArray());
    }

    private OnnxFile field(int field, byte[] value) {
      varint(field << 3 | 2);
      varint(value.length);
      bytes.writeBytes(value);
      return this;
    }

    private void varint(long value) {
      long rest = value;
      while (rest > 127) {
        bytes.write((int) (rest & 127 | 128));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }
  }
}
