package io.github.awing.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests pictures whose header disagrees with their content, and partial reading. */
class PictureTest {

  @TempDir private Path folder;

  private static byte[] encoded(BufferedImage image, String kind) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, kind, out);
    return out.toByteArray();
  }

  private static BufferedImage square(int width, int height, int left, int top) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(left, top, 40, 40);
    graphics.dispose();
    return image;
  }

  private void refused(byte[] file, String said) throws IOException {
    Path path = Files.write(folder.resolve("picture.x"), file);
    assertThatThrownBy(() -> Picture.read(path))
        .isInstanceOf(BadDataException.class)
        .message()
        .hasLineCount(1)
        .startsWith(path.toString())
        .contains(said);
  }

  @Test
  void refusesAPngWithAHugeSizeInItsHeader() throws IOException {
    byte[] png = encoded(square(60, 60, 5, 5), "png");
    // Width and height follow the first chunk's length and name; the checksum follows its 13 bytes.
    ByteBuffer.wrap(png).putInt(16, 50_000).putInt(20, 50_000);
    CRC32 checksum = new CRC32();
    checksum.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) checksum.getValue());
    refused(png, "says it has 50000 x 50000 pixels; 1 to 134 million are read");
  }

  @Test
  void refusesAJpegWithAHugeSizeInItsHeader() throws IOException {
    byte[] jpeg = encoded(square(60, 60, 5, 5), "jpg");
    for (int i = 0; i < jpeg.length; i++) {
      if ((jpeg[i] & 0xff) == 0xff && (jpeg[i + 1] & 0xff) == 0xc0) {
        ByteBuffer.wrap(jpeg).putShort(i + 5, (short) 65_500).putShort(i + 7, (short) 65_500);
        break;
      }
    }
    refused(jpeg, "says it has 65500 x 65500 pixels");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P6 60000 60000 255\n",
        "P5\n# a remark\n60000\n60000 255\n",
        "P3 999999999999 9 255\n",
        "P6 0 5 255\n",
      })
  void refusesAPnmWithAHugeOrMissingSizeInItsHeader(String header) throws IOException {
    refused(header.getBytes(StandardCharsets.US_ASCII), "pixels; 1 to 134 million are read");
  }

  @Test
  void refusesABmpWithAHugeSizeInItsHeader() throws IOException {
    byte[] bmp = encoded(square(60, 60, 5, 5), "bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 12_000).putInt(22, 12_000);
    refused(bmp, "is no picture, or one that is damaged or cut off");
  }

  @Test
  void refusesFilesThatAreNotPictures() throws IOException {
    refused(new byte[0], "the picture is empty");
    refused("a line of text".getBytes(StandardCharsets.US_ASCII), "is no picture of a known kind");
    refused(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff}, "is no picture");
    assertThatThrownBy(() -> Picture.read(folder))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> Picture.read(folder.resolve("none.png")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("there is no such picture");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "bmp"})
  void damagedPicturesAreReadOrRefused(String kind) throws IOException {
    byte[] whole = encoded(square(90, 70, 20, 10), kind);
    SplittableRandom random = new SplittableRandom(1904073991);
    Path path = Files.write(folder.resolve("picture." + kind), whole);
    try (Picture picture = Picture.read(path)) {
      assertThat(picture.width()).isEqualTo(90);
      assertThat(picture.height()).isEqualTo(70);
    }
    for (int i = 0; i < 200; i++) {
      byte[] damaged = Arrays.copyOf(whole, i < 60 ? whole.length * i / 60 : whole.length);
      if (i >= 60) {
        damaged[random.nextInt(Math.min(damaged.length, 700))] = (byte) random.nextInt(256);
      }
      Files.write(path, damaged);
      try {
        Picture.read(path).close();
      } catch (BadDataException e) {
        assertThat(e.getMessage()).hasLineCount(1).startsWith(path.toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.6, 1", "0.5, 2", "0.3, 2", "0.25, 4", "0.2, 4", "0.125, 8", "0.01, 8"})
  void readsAJpegAtReducedSize(double scale, int factor) throws IOException {
    // Odd sizes, so that the last pixels are means of fewer pixels.
    Path path = Files.write(folder.resolve("a.jpg"), encoded(square(331, 257, 120, 96), "jpg"));
    Point expected = new Point(139.5, 115.5);
    try (PicturePart part = new PictureFile(path).readFor(scale, new Box(0, 0, 330, 256))) {
      assertThat(part.picture().width()).isEqualTo((331 + factor - 1) / factor);
      Point centre = part.toWhole().apply(brightness(part.picture().toBufferedImage()));
      assertThat(centre.distance(expected)).isCloseTo(0, within(0.1));
    }
    Path png = Files.write(folder.resolve("a.png"), encoded(square(331, 257, 120, 96), "png"));
    try (PicturePart part = new PictureFile(png).readFor(scale, new Box(0, 0, 300, 200))) {
      assertThat(part.picture().width()).isEqualTo(331);
    }
  }

  private static BufferedImage gradient(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int wave = (int) (60 * Math.sin(x / 9.0) * Math.cos(y / 7.0));
        image.setRGB(x, y, 255 * x / width << 16 | 255 * y / height << 8 | 128 + wave);
      }
    }
    return image;
  }

  @ParameterizedTest
  @CsvSource({
    "200, 150, 320.5, 260, 200, 150",
    "-50, -80, 90, 60, 0, 0",
    "700, 500, 900, 800, 700, 500",
    "-1e12, 100.5, 1e12, 120, 0, 100",
  })
  void readsOnlyTheNeededPlaceOfAPlainJpeg(
      double left, double top, double right, double bottom, int firstX, int firstY)
      throws IOException {
    Path path = Files.write(folder.resolve("a.jpg"), encoded(gradient(800, 600), "jpg"));
    Box needed = new Box(left, top, right, bottom);
    try (Picture whole = Picture.read(path);
        PicturePart part = new PictureFile(path).readFor(1, needed)) {
      assertThat(part.toWhole()).isEqualTo(Affine.translation(firstX, firstY));
      BufferedImage expected = whole.toBufferedImage();
      BufferedImage actual = part.picture().toBufferedImage();
      assertThat(firstX + actual.getWidth()).isBetween((int) Math.min(right, 800), 800);
      assertThat(firstY + actual.getHeight()).isBetween((int) Math.min(bottom, 600), 600);
      for (int y = 0; y < actual.getHeight(); y++) {
        for (int x = 0; x < actual.getWidth(); x++) {
          assertThat(actual.getRGB(x, y)).isEqualTo(expected.getRGB(firstX + x, firstY + y));
        }
      }
    }
  }

  /** Where the two decoders could interpolate chroma differently, OpenCV alone decodes. */
  @ParameterizedTest
  @CsvSource({"1, 1, true", "2, 1, true", "2, 2, true", "1, 2, false", "4, 1, false"})
  void aPlaceInAJpegHasThePixelsOfTheWhole(int across, int down, boolean alone) throws IOException {
    Path path = Files.write(folder.resolve("a.jpg"), jpeg(noise(333, 257), across, down));
    try (Picture whole = Picture.read(path);
        PicturePart part = new PictureFile(path).readFor(1, new Box(96, 64, 200, 160))) {
      assertThat(part.toWhole()).isEqualTo(Affine.translation(alone ? 96 : 0, alone ? 64 : 0));
      BufferedImage expected = whole.toBufferedImage();
      BufferedImage actual = part.picture().toBufferedImage();
      int firstX = (int) part.toWhole().x0();
      int firstY = (int) part.toWhole().y0();
      int width = actual.getWidth();
      int height = actual.getHeight();
      assertThat(actual.getRGB(0, 0, width, height, null, 0, width))
          .isEqualTo(expected.getRGB(firstX, firstY, width, height, null, 0, width));
    }
  }

  private static BufferedImage noise(int width, int height) {
    SplittableRandom random = new SplittableRandom(1904073991);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, random.nextInt(1 << 24));
    }
    return image;
  }

  /** A JPEG with this chroma subsampling. */
  private static byte[] jpeg(BufferedImage image, int across, int down) throws IOException {
    String form = "javax_imageio_jpeg_image_1.0";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromRenderedImage(image), writer.getDefaultWriteParam());
      IIOMetadataNode tree = (IIOMetadataNode) metadata.getAsTree(form);
      IIOMetadataNode light = (IIOMetadataNode) tree.getElementsByTagName("componentSpec").item(0);
      light.setAttribute("HsamplingFactor", Integer.toString(across));
      light.setAttribute("VsamplingFactor", Integer.toString(down));
      metadata.setFromTree(form, tree);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, metadata), null);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  @Test
  void readsAPlaceBeyondThePicture() throws IOException {
    Path path = Files.write(folder.resolve("a.jpg"), encoded(gradient(80, 60), "jpg"));
    try (PicturePart part = new PictureFile(path).readFor(1, new Box(500, 500, 600, 600))) {
      assertThat(part.picture().width()).isEqualTo(80);
    }
  }

  @ParameterizedTest
  @CsvSource({"6, 60, 80", "3, 80, 60", "1, 80, 60"})
  void aTurnedJpegIsReadUpright(int orientation, int width, int height) throws IOException {
    byte[] plain = encoded(gradient(80, 60), "jpg");
    byte[] exif = exif(orientation);
    byte[] turned = new byte[plain.length + exif.length];
    System.arraycopy(plain, 0, turned, 0, 2);
    System.arraycopy(exif, 0, turned, 2, exif.length);
    System.arraycopy(plain, 2, turned, 2 + exif.length, plain.length - 2);
    Path path = Files.write(folder.resolve("a.jpg"), turned);
    try (PicturePart part = new PictureFile(path).readFor(1, new Box(10, 10, 20, 20))) {
      assertThat(part.picture().width()).isEqualTo(width);
      assertThat(part.picture().height()).isEqualTo(height);
    }
  }

  /** A segment with the orientation alone (TIFF 6.0, tag 274). */
  private static byte[] exif(int orientation) {
    return ByteBuffer.allocate(36)
        .put(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0})
        .put(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1})
        .putShort((short) 274)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .putShort((short) 0)
        .putInt(0)
        .array();
  }

  @Test
  void aPlaceInADamagedJpegIsReadOrRefused() throws IOException {
    byte[] whole = encoded(gradient(400, 300), "jpg");
    SplittableRandom random = new SplittableRandom(1904073991);
    Path path = folder.resolve("a.jpg");
    for (int i = 0; i < 200; i++) {
      byte[] damaged = Arrays.copyOf(whole, i < 60 ? whole.length * i / 60 : whole.length);
      if (i >= 60) {
        damaged[random.nextInt(Math.min(damaged.length, 700))] = (byte) random.nextInt(256);
      }
      Files.write(path, damaged);
      try {
        new PictureFile(path).readFor(1, new Box(100, 100, 150, 150)).close();
      } catch (BadDataException e) {
        assertThat(e.getMessage()).hasLineCount(1).startsWith(path.toString());
      }
    }
  }

  private static Point brightness(BufferedImage image) {
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
