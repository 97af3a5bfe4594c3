package io.github.awing.data.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.Box;
import io.github.awing.data.Picture;
import io.github.awing.data.detect.FaceDetector.Detection;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the included detector on NASA's portrait of Eileen Collins, which is in the public domain.
 */
class YuNetTest {

  /** Measured by hand: from the hairline to the chin, from cheek to cheek. */
  private static final Box FACE = new Box(179, 65, 270, 178);

  /** The answer of FaceDetectorYN of OpenCV 4.8 and later, from edge to edge. */
  private static final double[] OPENCVS = {179.8, 64.2, 88.5, 112.4};

  private static final double[][] OPENCVS_POINTS = {
    {204.2, 104.6}, {246.5, 104.9}, {223.7, 128.6}, {204.9, 144.8}, {241.8, 145.3}
  };

  private static FaceDetector detector;
  private static BufferedImage portrait;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    detector = FaceDetector.yuNet();
    portrait = ImageIO.read(YuNetTest.class.getResource("astronaut.jpg"));
  }

  @AfterAll
  static void end() {
    detector.close();
  }

  @Test
  void answersAlikeFromAFileOfItsOwn() throws IOException {
    Path file = folder.resolve("yunet.onnx");
    try (InputStream network = YuNetTest.class.getResourceAsStream("yunet.onnx")) {
      Files.copy(network, file);
    }
    Path photograph = folder.resolve("portrait.png");
    ImageIO.write(portrait, "png", photograph.toFile());
    try (FaceDetector loaded = FaceDetector.load(file);
        Picture picture = Picture.read(photograph)) {
      assertThat(loaded.detect(picture)).hasSize(1).isEqualTo(detector.detect(picture));
    }
  }

  @Test
  void findsTheFace() {
    Detection face = only(portrait);
    assertThat(overlap(face.box(), FACE)).isGreaterThan(0.8);
    assertThat(face.confidence()).isCloseTo(0.936, within(0.01));
  }

  @Test
  void agreesWithOpenCvsOwnClass() {
    Detection face = only(portrait);
    Box theirs = new Box(OPENCVS[0], OPENCVS[1], OPENCVS[0] + OPENCVS[2], OPENCVS[1] + OPENCVS[3]);
    assertThat(overlap(face.box(), theirs)).isGreaterThan(0.9);
    for (int i = 0; i < 5; i++) {
      assertThat(face.points().get(i).x()).isCloseTo(OPENCVS_POINTS[i][0] - 0.5, within(1.5));
      assertThat(face.points().get(i).y()).isCloseTo(OPENCVS_POINTS[i][1] - 0.5, within(1.5));
    }
  }

  @Test
  void findsItInGrey() {
    BufferedImage grey = new BufferedImage(512, 512, BufferedImage.TYPE_BYTE_GRAY);
    grey.createGraphics().drawImage(portrait, 0, 0, null);
    assertThat(overlap(only(grey).box(), FACE)).isGreaterThan(0.75);
  }

  /** Four thousand pixels across, filled by the face. */
  @Test
  void findsAFaceThatFillsAHugePicture() {
    BufferedImage face = portrait.getSubimage(165, 55, 120, 135);
    Detection found = only(scaled(face, 4000, 4500));
    Box expected = scaled(moved(FACE, -165, -55), 4000 / 120.0);
    assertThat(overlap(found.box(), expected)).isGreaterThan(0.7);
  }

  /** Eleven of the 1280 pixels to which the picture is shrunk. */
  @Test
  void findsASmallFaceInAHugePicture() {
    BufferedImage huge = new BufferedImage(4000, 3000, BufferedImage.TYPE_3BYTE_BGR);
    huge.createGraphics().drawImage(portrait, 3300, 2200, 200, 200, null);
    Box expected = moved(scaled(FACE, 200 / 512.0), 3300, 2200);
    assertThat(overlap(only(huge).box(), expected)).isGreaterThan(0.6);
  }

  @ParameterizedTest
  @ValueSource(ints = {-20, -10, 0, 10, 20})
  void findsTheFacesRoll(int degrees) {
    BufferedImage turned = new BufferedImage(512, 512, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = smooth(turned);
    graphics.rotate(Math.toRadians(degrees), FACE.centre().x(), FACE.centre().y());
    graphics.drawImage(portrait, 0, 0, null);
    FacePlace place = FacePlace.of(only(turned));
    assertThat(Math.toDegrees(place.roll())).isCloseTo(degrees, within(12.0));
    assertThat(place.box().centre().x()).isCloseTo(FACE.centre().x(), within(12.0));
    assertThat(place.box().centre().y()).isCloseTo(FACE.centre().y() + 12, within(18.0));
  }

  /** A photograph stored sideways, with an orientation tag. */
  @Test
  void findsItInATurnedJpeg() throws IOException {
    BufferedImage onItsSide = new BufferedImage(512, 512, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = onItsSide.createGraphics();
    graphics.rotate(-Math.PI / 2, 256, 256);
    graphics.drawImage(portrait, 0, 0, null);
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(onItsSide, "jpg", jpeg);
    // After the JPEG's first two bytes: a segment of orientation 6 (TIFF 6.0, tag 274).
    byte[] orientation =
        ByteBuffer.allocate(36)
            .put(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0})
            .put(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1})
            .putShort((short) 274)
            .putShort((short) 3)
            .putInt(1)
            .putShort((short) 6)
            .array();
    byte[] plain = jpeg.toByteArray();
    ByteArrayOutputStream turned = new ByteArrayOutputStream();
    turned.write(plain, 0, 2);
    turned.writeBytes(orientation);
    turned.write(plain, 2, plain.length - 2);
    Path file = Files.write(folder.resolve("side.jpg"), turned.toByteArray());
    try (Picture picture = Picture.read(file)) {
      List<Detection> faces = detector.detect(picture);
      assertThat(faces).hasSize(1);
      assertThat(overlap(faces.get(0).box(), FACE)).isGreaterThan(0.75);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 31, 33, 320, 321, 700})
  void findsNoFaceInNoise(int side) {
    Random random = new Random(side);
    BufferedImage noise = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        noise.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    assertThat(faces(noise)).isEmpty();
  }

  @Test
  void findsNoFaceInALandscape() {
    BufferedImage landscape = new BufferedImage(800, 500, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = smooth(landscape);
    graphics.setPaint(new GradientPaint(0, 0, new Color(90, 140, 220), 0, 300, Color.WHITE));
    graphics.fillRect(0, 0, 800, 500);
    graphics.setColor(new Color(70, 110, 60));
    graphics.fillPolygon(new int[] {0, 200, 380, 560, 800}, new int[] {340, 180, 320, 200, 360}, 5);
    graphics.fillRect(0, 330, 800, 170);
    graphics.setColor(new Color(250, 220, 90));
    graphics.fillOval(620, 50, 70, 70);
    assertThat(faces(landscape)).isEmpty();
  }

  @Test
  void findsEachFaceOnce() {
    BufferedImage several = new BufferedImage(1500, 1024, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = smooth(several);
    graphics.drawImage(portrait, 0, 0, 1024, 1024, null);
    graphics.drawImage(portrait, 1024, 0, 400, 400, null);
    graphics.drawImage(portrait, 1024, 400, 200, 200, null);
    List<Detection> faces = faces(several);
    assertThat(faces).hasSize(3);
    for (Box expected :
        List.of(
            scaled(FACE, 2),
            moved(scaled(FACE, 400 / 512.0), 1024, 0),
            moved(scaled(FACE, 200 / 512.0), 1024, 400))) {
      assertThat(faces).anyMatch(face -> overlap(face.box(), expected) > 0.7);
    }
  }

  private static Detection only(BufferedImage image) {
    List<Detection> faces = faces(image);
    assertThat(faces).hasSize(1);
    return faces.get(0);
  }

  private static List<Detection> faces(BufferedImage image) {
    try (Picture picture = Picture.of(image)) {
      return detector.detect(picture);
    }
  }

  private static BufferedImage scaled(BufferedImage image, int width, int height) {
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    smooth(scaled).drawImage(image, 0, 0, width, height, null);
    return scaled;
  }

  private static Graphics2D smooth(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    return graphics;
  }

  private static Box scaled(Box box, double by) {
    return new Box(by * box.left(), by * box.top(), by * box.right(), by * box.bottom());
  }

  private static Box moved(Box box, double x, double y) {
    return new Box(box.left() + x, box.top() + y, box.right() + x, box.bottom() + y);
  }

  /** Intersection over union. */
  private static double overlap(Box a, Box b) {
    double width = Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
    double height = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
    double common = Math.max(0, width) * Math.max(0, height);
    return common / (a.width() * a.height() + b.width() * b.height() - common);
  }
}
