package io.github.awing.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_OPTIMIZE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import io.github.awing.data.batch.Augmentation;
import io.github.awing.data.batch.CropCache;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.data.batch.FacePipeline;
import io.github.awing.data.batch.GaussianHeatmaps;
import io.github.awing.data.batch.TargetHeatmaps;
import io.github.awing.data.datavec.LandmarkRecordReader;
import io.github.awing.data.format.DataCheck;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.datavec.api.split.FileSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that pictures that are cut off are refused by every method that reads pixels. */
class CutOffPictureTest {

  private static final int WIDTH = 331;
  private static final int HEIGHT = 257;

  /** All methods that read pixels from a file. */
  private static final List<Function<Path, AutoCloseable>> WAYS =
      List.of(
          Picture::read,
          DecodedPicture::of,
          file -> new PictureFile(file).read(),
          file -> new PictureFile(file).readFor(1, new Box(0, 0, WIDTH, HEIGHT)),
          // A small part near the top, which Java's decoder reads without the rest.
          file -> new PictureFile(file).readFor(1, new Box(10, 10, 60, 40)),
          file -> new PictureFile(file).readFor(0.5, new Box(10, 10, 60, 40)),
          file -> new PictureFile(file).readFor(0.1, new Box(10, 10, 60, 40)),
          CutOffPictureTest::cached);

  @TempDir private Path folder;

  private static AutoCloseable cached(Path file) {
    try (CropCache cache = new CropCache(1 << 24)) {
      AnnotatedFace face =
          new AnnotatedFace(
              "a", new PictureFile(file), new Box(0, 0, 9, 9), Landmarks.of(1, 1), Set.of());
      return cache.over(List.of(face)).get(0).picture().readFor(1, new Box(10, 10, 60, 40));
    }
  }

  private static BufferedImage noise() {
    SplittableRandom random = new SplittableRandom(1904073991);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      image.setRGB(i % WIDTH, i / WIDTH, random.nextInt(1 << 24));
    }
    return image;
  }

  private static byte[] encoded(String kind, int... options) throws IOException {
    byte[] pixels = ((DataBufferByte) noise().getRaster().getDataBuffer()).getData();
    try (Mat mat = new Mat(HEIGHT, WIDTH, CV_8UC3);
        BytePointer out = new BytePointer();
        IntPointer parameters = new IntPointer(options)) {
      mat.<ByteBuffer>createBuffer().put(pixels);
      assertThat(imencode("." + kind, mat, out, parameters)).isTrue();
      byte[] bytes = new byte[(int) out.limit()];
      out.get(bytes);
      return bytes;
    }
  }

  private static byte[] gif() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(noise(), "gif", out);
    return out.toByteArray();
  }

  static Stream<byte[]> pictures() throws IOException {
    return Stream.of(
        encoded("jpg"),
        encoded("jpg", IMWRITE_JPEG_PROGRESSIVE, 1),
        encoded("jpg", IMWRITE_JPEG_QUALITY, 30, IMWRITE_JPEG_OPTIMIZE, 1),
        encoded("jpg", IMWRITE_JPEG_RST_INTERVAL, 3),
        withPreview(encoded("jpg")),
        encoded("png"),
        encoded("bmp"),
        encoded("tiff"),
        encoded("webp", 64, 101),
        encoded("webp", 64, 80),
        encoded("ppm"),
        gif());
  }

  /**
   * A small JPEG with a preview that has its own end marker, before the pixels, as cameras write
   * it.
   */
  private static byte[] withPreview(byte[] jpeg) throws IOException {
    ByteArrayOutputStream preview = new ByteArrayOutputStream();
    ImageIO.write(noise().getSubimage(0, 0, 64, 48), "jpg", preview);
    ByteBuffer both = ByteBuffer.allocate(jpeg.length + preview.size() + 4);
    both.put(jpeg, 0, 2);
    both.put((byte) 0xff).put((byte) 0xe1).putShort((short) (preview.size() + 2));
    both.put(preview.toByteArray());
    return both.put(jpeg, 2, jpeg.length - 2).array();
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void everyMethodReadsACompletePicture(byte[] whole) throws Exception {
    Path file = Files.write(folder.resolve("a"), whole);
    for (Function<Path, AutoCloseable> way : WAYS) {
      way.apply(file).close();
    }
    try (Picture picture = Picture.read(file)) {
      assertThat(List.of(picture.width(), picture.height())).containsExactly(WIDTH, HEIGHT);
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void everyMethodRefusesACutOffPicture(byte[] whole) throws IOException {
    Path file = folder.resolve("a");
    for (double part : new double[] {0.02, 0.1, 0.3, 0.5, 0.6, 0.9, 0.99, 0.999}) {
      Files.write(file, Arrays.copyOf(whole, (int) (whole.length * part)));
      for (Function<Path, AutoCloseable> way : WAYS) {
        assertThatThrownBy(() -> way.apply(file))
            .as("%s of %d bytes, way %d", part, whole.length, WAYS.indexOf(way))
            .isInstanceOf(BadDataException.class)
            .hasMessageStartingWith(file.toString())
            .message()
            .hasLineCount(1);
      }
    }
  }

  /** A download whose file was allocated in full before the download stopped. */
  @Test
  void refusesAPictureThatEndsInZeros() throws IOException {
    byte[] whole = encoded("jpg");
    byte[] half = Arrays.copyOf(Arrays.copyOf(whole, whole.length / 2), whole.length);
    Path file = Files.write(folder.resolve("a.jpg"), half);
    assertThatThrownBy(() -> Picture.read(file))
        .hasMessage(
            "%s: is cut off: the JPEG's end is missing after %d bytes; copy or download it once more",
            file, whole.length);
  }

  /** The first end marker is the preview's; a cut just behind it leaves no pixels. */
  @Test
  void aPreviewsEndMarkerDoesNotCount() throws IOException {
    byte[] whole = withPreview(encoded("jpg"));
    for (int end = 4; end < whole.length - 2; end++) {
      if ((whole[end - 2] & 0xff) == 0xff && (whole[end - 1] & 0xff) == 0xd9) {
        Path file = Files.write(folder.resolve("a.jpg"), Arrays.copyOf(whole, end));
        assertThatThrownBy(() -> Picture.read(file)).isInstanceOf(BadDataException.class);
        return;
      }
    }
    throw new AssertionError("the preview has no end");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000})
  void ignoresBytesAfterTheEnd(int more) throws IOException {
    for (byte filling : new byte[] {0, '\n', (byte) 0xff, (byte) 0xd8}) {
      for (byte[] whole : List.of(encoded("jpg"), encoded("jpg", IMWRITE_JPEG_PROGRESSIVE, 1))) {
        byte[] longer = Arrays.copyOf(whole, whole.length + more);
        Arrays.fill(longer, whole.length, longer.length, filling);
        Picture.read(Files.write(folder.resolve("a.jpg"), longer)).close();
      }
    }
  }

  /** Cameras append further pictures; if one of them is cut off, the first is still complete. */
  @Test
  void aSecondPictureBehindTheFirstMayBeCutOff() throws IOException {
    byte[] one = encoded("jpg");
    byte[] two = Arrays.copyOf(one, one.length + one.length / 2);
    System.arraycopy(one, 0, two, one.length, one.length / 2);
    Picture.read(Files.write(folder.resolve("a.jpg"), two)).close();
  }

  /** Reads by DataVec's reader. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void doesNotTrainOnACutOffPicture(int progressive) throws IOException {
    byte[] whole = encoded("jpg", IMWRITE_JPEG_PROGRESSIVE, progressive);
    Files.write(folder.resolve("half.jpg"), Arrays.copyOf(whole, whole.length * 9 / 10));
    Files.writeString(
        folder.resolve("a.csv"),
        "image,x0,y0,x1,y1,x2,y2,x3,y3,x4,y4\nhalf.jpg,10,10,90,10,50,50,20,90,80,90\n");
    FacePipeline pipeline =
        new FacePipeline(
            new FaceCropper(64, 1.25),
            new TargetHeatmaps(
                LandmarkScheme.named("mtfl-5"), new GaussianHeatmaps(1.75, false), true),
            Augmentation.NONE,
            9);
    try (LandmarkRecordReader reader = new LandmarkRecordReader(pipeline, Split.TRAIN)) {
      reader.initialize(new FileSplit(folder.toFile()));
      assertThatThrownBy(reader::next)
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("half.jpg: is cut off");
    }
  }

  @Test
  void dataCheckCountsCutOffPictures() throws IOException {
    byte[] whole = encoded("jpg", IMWRITE_JPEG_PROGRESSIVE, 1);
    Path good = Files.write(folder.resolve("good.jpg"), whole);
    Path half = Files.write(folder.resolve("half.jpg"), Arrays.copyOf(whole, whole.length / 2));
    List<AnnotatedFace> faces =
        Stream.of(good, half)
            .map(
                file ->
                    new AnnotatedFace(
                        file.getFileName().toString(),
                        new PictureFile(file),
                        new Box(0, 0, 20, 20),
                        Landmarks.of(10, 10),
                        Set.of()))
            .toList();
    DataCheck check = DataCheck.of(faces, done -> {});
    assertThat(check.skipped()).isEqualTo(1);
    assertThat(check.problems()).singleElement().extracting(p -> p.file()).isEqualTo("half.jpg");
  }

  @Test
  void aGifHasItsColours() throws IOException {
    BufferedImage red = new BufferedImage(5, 4, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < 4; y++) {
      red.setRGB(3, y, 0xff0000);
      red.setRGB(4, y, 0xff0000);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(red, "gif", out);
    try (Picture picture = Picture.read(Files.write(folder.resolve("a"), out.toByteArray()))) {
      BufferedImage read = picture.toBufferedImage();
      assertThat(List.of(read.getWidth(), read.getHeight())).containsExactly(5, 4);
      assertThat(read.getRGB(3, 2)).isEqualTo(0xffff0000);
      assertThat(read.getRGB(2, 3)).isEqualTo(0xff000000);
    }
  }
}
