package io.github.awing.bench;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.data.PictureFile;
import io.github.awing.data.Point;
import io.github.awing.data.batch.Augmentation;
import io.github.awing.data.batch.CropCache;
import io.github.awing.data.batch.FaceBatch;
import io.github.awing.data.batch.FaceBatches;
import io.github.awing.data.batch.FaceBatches.Order;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.data.batch.FacePipeline;
import io.github.awing.data.batch.GaussianHeatmaps;
import io.github.awing.data.batch.TargetHeatmaps;
import io.github.awing.data.synthetic.SyntheticFace;
import io.github.awing.data.synthetic.SyntheticFaces;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_core;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Benchmark of the preparation of a face from a JPEG file to a batch: all stages on all cores, then
 * each stage on one core. It uses 98 landmarks, the boundary and the paper's augmentation.
 *
 * <p>A {@code crop} is a JPEG of 256 pixels filled by the face. A {@code picture} is a JPEG of 1024
 * x 768 pixels with a face of 480 pixels, decoded at half its size. A {@code distant} picture has a
 * face of 200 pixels; only the part that the crop can show is decoded.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g", "-Djava.awt.headless=true"})
public class PipelineBenchmark {

  private static final int FILES = 96;

  /**
   * Each file is used several times, so that an epoch's beginning and end have as little weight as
   * in use.
   */
  private static final int FACES = 5 * FILES;

  private static final int BATCH = 8;
  private static final int SIZE = 256;

  /** Kind of the files: crop, picture or distant. */
  @Param({"crop", "picture", "distant"})
  private String files;

  private Path folder;
  private List<AnnotatedFace> faces;
  private FacePipeline pipeline;
  private FaceBatches batches;
  private FaceBatches cachedBatches;
  private CropCache cache;
  private int epoch;
  private Picture crop;
  private Landmarks inCrop;
  private INDArray batch;

  /** Draws the faces. */
  @Setup
  public void faces() throws IOException {
    // As the command-line programs do.
    opencv_core.setNumThreads(1);
    folder = Files.createTempDirectory("pipeline-benchmark");
    faces = new ArrayList<>();
    SyntheticFaces drawn = new SyntheticFaces(1904073991);
    for (int i = 0; i < FILES; i++) {
      faces.add(
          switch (files) {
            case "crop" -> write(drawn.draw(i), i, SIZE, SIZE, 200);
            case "picture" -> write(drawn.draw(i), i, 1024, 768, 480);
            default -> write(drawn.draw(i), i, 1024, 768, 200);
          });
    }
    faces = Collections.nCopies(FACES / FILES, faces).stream().flatMap(List::stream).toList();
    TargetHeatmaps targets =
        new TargetHeatmaps(
            LandmarkScheme.named("wflw-98"), new GaussianHeatmaps(1.75, false), true);
    pipeline = new FacePipeline(new FaceCropper(SIZE, 1.25), targets, Augmentation.PAPER, 1);
    System.out.printf(
        "%s: %d bytes a file%n",
        files,
        faces.stream().mapToLong(face -> folder.resolve(face.image()).toFile().length()).sum()
            / FACES);
    int threads = Runtime.getRuntime().availableProcessors();
    batches = new FaceBatches(pipeline, faces, BATCH, Order.SHUFFLED, true, threads);
    cache = new CropCache(1L << 30);
    cachedBatches =
        new FaceBatches(pipeline, cache.over(faces), BATCH, Order.SHUFFLED, true, threads);
    FacePipeline.Sample sample = pipeline.sample(faces.get(0), 0, 0);
    crop = sample.crop();
    inCrop = sample.landmarks();
    batch = Nd4j.create(DataType.FLOAT, BATCH, 3, SIZE, SIZE);
  }

  /** Writes a drawn face on random noise, as slow to decode as a photograph. */
  private AnnotatedFace write(SyntheticFace face, int index, int width, int height, double faceSize)
      throws IOException {
    Box box = face.box();
    double scale = faceSize / Math.max(box.width(), box.height());
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Random random = new Random(index);
    BufferedImage grain = new BufferedImage(width / 16, height / 16, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < grain.getHeight(); y++) {
      for (int x = 0; x < grain.getWidth(); x++) {
        grain.setRGB(x, y, random.nextInt(0x1000000) & 0x7f7f7f);
      }
    }
    double left = width / 2.0 - scale * box.centre().x();
    double top = height / 2.0 - scale * box.centre().y();
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(grain, 0, 0, width, height, null);
    BufferedImage drawn = face.picture();
    graphics.drawImage(
        drawn,
        (int) left,
        (int) top,
        (int) (scale * drawn.getWidth()),
        (int) (scale * drawn.getHeight()),
        null);
    graphics.dispose();
    // The fine grain of a sensor, without which the JPEG decodes too fast.
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int grey = (int) (4 * random.nextGaussian());
        int rgb = picture.getRGB(x, y);
        picture.setRGB(
            x, y, lit(rgb >> 16, grey) << 16 | lit(rgb >> 8, grey) << 8 | lit(rgb, grey));
      }
    }
    Path file = folder.resolve(index + ".jpg");
    ImageIO.write(picture, "jpg", file.toFile());
    Landmarks landmarks =
        face.landmarks().map(point -> new Point(left + scale * point.x(), top + scale * point.y()));
    return new AnnotatedFace(
        index + ".jpg", new PictureFile(file), landmarks.box(), landmarks, Set.of());
  }

  private static int lit(int value, int grey) {
    return Math.max(0, Math.min(255, (value & 0xff) + grey));
  }

  /** Deletes the faces. */
  @TearDown
  public void clean() throws IOException {
    batches.close();
    cachedBatches.close();
    cache.close();
    crop.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Runs all stages on all cores: the time a face adds. */
  @Benchmark
  @OperationsPerInvocation(FACES)
  public double all() {
    return epoch(batches);
  }

  /** Runs all stages except reading files, which a cache avoids. */
  @Benchmark
  @OperationsPerInvocation(FACES)
  public double allCached() {
    return epoch(cachedBatches);
  }

  private double epoch(FaceBatches source) {
    double last = 0;
    try (FaceBatches.Epoch taken = source.epoch(epoch++)) {
      while (taken.hasNext()) {
        try (FaceBatch next = taken.next()) {
          last = next.targets().data().getFloat(0);
        }
      }
    }
    return last;
  }

  /** Reads and decodes the pixels that the crop needs. */
  @Benchmark
  @OperationsPerInvocation(FACES)
  public int decode() {
    int width = 0;
    for (AnnotatedFace face : faces) {
      double scale = pipeline.cropper().toCrop(face.box()).scale();
      try (var part = face.picture().readFor(scale, face.box())) {
        width += part.picture().width();
      }
    }
    return width;
  }

  /** Decodes, warps and changes the pixels. */
  @Benchmark
  @OperationsPerInvocation(FACES)
  public int decodeWarpAugment() {
    int width = 0;
    for (int i = 0; i < FACES; i++) {
      try (FacePipeline.Sample sample = pipeline.sample(faces.get(i), epoch, i)) {
        width += sample.crop().width();
      }
    }
    epoch++;
    return width;
  }

  /** Copies the crop's bytes into the batch's floats. */
  @Benchmark
  public INDArray copy() {
    crop.copyTo(batch, epoch++ % BATCH);
    return batch;
  }

  /** Draws 98 landmark heatmaps and the boundary's. */
  @Benchmark
  public float[][] targets() {
    return pipeline.targets().draw(inCrop, SIZE);
  }
}
