package io.github.awing.data.datavec;

import static io.github.awing.data.batch.SameBits.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Picture;
import io.github.awing.data.PictureFile;
import io.github.awing.data.Point;
import io.github.awing.data.Split;
import io.github.awing.data.batch.Augmentation;
import io.github.awing.data.batch.FaceBatch;
import io.github.awing.data.batch.FaceBatches;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.data.batch.FacePipeline;
import io.github.awing.data.batch.GaussianHeatmaps;
import io.github.awing.data.batch.TargetHeatmaps;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.data.synthetic.SyntheticFaces;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacv.OpenCVFrameConverter;
import org.bytedeco.opencv.opencv_core.Mat;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.split.FileSplit;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.image.data.ImageWritable;
import org.datavec.image.transform.ImageTransform;
import org.datavec.image.transform.PipelineImageTransform;
import org.deeplearning4j.datasets.datavec.RecordReaderMultiDataSetIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Tests with DataVec's and Deeplearning4j's own classes that read the records and compose the
 * transforms.
 */
class DataVecFormsTest {

  private static final int SIZE = 64;

  @TempDir private static Path folder;
  private static FaceDataSet data;

  @BeforeAll
  static void someDrawnFaces() {
    new SyntheticFaces(3).writeWflw(folder.resolve("faces"), 5, 1, done -> {});
    data = DataSetFormat.WFLW.read(folder.resolve("faces"), Split.TRAIN);
  }

  private static LandmarkRecordReader reader(Augmentation augmentation) {
    LandmarkRecordReader reader = new LandmarkRecordReader(pipeline(augmentation), Split.TRAIN);
    reader.initialize(new FileSplit(folder.resolve("faces").toFile()));
    return reader;
  }

  private static FacePipeline pipeline(Augmentation augmentation) {
    return new FacePipeline(
        new FaceCropper(SIZE, 1.25),
        new TargetHeatmaps(data.scheme(), new GaussianHeatmaps(1.75, false), true),
        augmentation,
        9);
  }

  @Test
  void recordsEqualThoseOfTheFastIterator() {
    LandmarkRecordReader reader = reader(Augmentation.PAPER);
    reader.reset();
    try (FaceBatches batches =
            new FaceBatches(
                pipeline(Augmentation.PAPER),
                data.faces(),
                5,
                FaceBatches.Order.AS_GIVEN,
                true,
                1);
        FaceBatches.Epoch epoch = batches.epoch(1);
        FaceBatch batch = epoch.next()) {
      for (int face = 0; face < 5; face++) {
        List<?> record = reader.next();
        assertSameBits(((NDArrayWritable) record.get(0)).get(), row(batch.pictures(), face));
        assertSameBits(((NDArrayWritable) record.get(1)).get(), row(batch.targets(), face));
      }
    }
    assertThat(reader.hasNext()).isFalse();
  }

  private static INDArray row(INDArray array, int row) {
    return array.slice(row).reshape(1, array.size(1), array.size(2), array.size(3));
  }

  @Test
  void dl4jsIteratorMakesBatchesOfThem() {
    RecordReaderMultiDataSetIterator iterator =
        new RecordReaderMultiDataSetIterator.Builder(2)
            .addReader("faces", reader(Augmentation.NONE))
            .addInput("faces", 0, 0)
            .addOutput("faces", 1, 1)
            .build();
    List<Long> sizes = new ArrayList<>();
    while (iterator.hasNext()) {
      MultiDataSet batch = iterator.next();
      sizes.add(batch.getFeatures(0).size(0));
      assertThat(batch.getFeatures(0).shape()).endsWith(3, SIZE, SIZE);
      assertThat(batch.getLabels(0).shape()).endsWith(SIZE / 4, SIZE / 4, 99);
    }
    assertThat(sizes).containsExactly(2L, 2L, 1L);
    iterator.reset();
    assertThat(iterator.hasNext()).isTrue();
  }

  @Test
  void metadataFindsAFaceAgain() {
    LandmarkRecordReader reader = reader(Augmentation.PAPER);
    reader.next();
    Record second = reader.nextRecord();
    RecordMetaData metaData = second.getMetaData();
    assertThat(metaData.getURI())
        .isEqualTo(((PictureFile) data.faces().get(1).picture()).path().toUri());
    reader.next();
    assertThat(reader.loadFromMetaData(metaData).getRecord()).isEqualTo(second.getRecord());
    assertThat(reader.getLabels()).isEmpty();
  }

  @Test
  void anotherSplitIsRefused() {
    LandmarkRecordReader reader =
        new LandmarkRecordReader(pipeline(Augmentation.NONE), new Split("half"));
    assertThatThrownBy(() -> reader.initialize(new FileSplit(folder.resolve("faces").toFile())))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("has no split 'half'");
  }

  @Test
  void transformsComposeAndMapPointsAsTheyMapPixels() {
    Box box = new Box(20, 30, 120, 130);
    FaceGeometryTransform geometry = new FaceGeometryTransform(Augmentation.PAPER, new Random(5));
    ImageTransform pipeline =
        new PipelineImageTransform(
            new FaceCropTransform(new FaceCropper(128, 1.25), box),
            geometry,
            new FacePixelsTransform(new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0), new Random(6)));
    Point spot = new Point(83, 64);
    try (Mat mat = dotted(spot)) {
      for (int i = 0; i < 6; i++) {
        ImageWritable changed =
            pipeline.transform(
                new ImageWritable(new OpenCVFrameConverter.ToMat().convert(mat)), new Random(i));
        assertThat(changed.getWidth()).isEqualTo(128);
        float[] moved = pipeline.query((float) spot.x(), (float) spot.y());
        Point seen = brightest(changed);
        assertThat(seen.distance(new Point(moved[0], moved[1]))).isCloseTo(0, within(0.6));
      }
    }
  }

  private static Mat dotted(Point spot) {
    BufferedImage image = new BufferedImage(160, 160, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = -1; y <= 1; y++) {
      for (int x = -1; x <= 1; x++) {
        image.setRGB((int) spot.x() + x, (int) spot.y() + y, 0xffffff);
      }
    }
    return Picture.of(image).mat();
  }

  /** The centre of mass of the only bright spot. */
  private static Point brightest(ImageWritable image) {
    try (Picture picture =
        new Picture(new OpenCVFrameConverter.ToMat().convert(image.getFrame()))) {
      BufferedImage pixels = picture.toBufferedImage();
      double sum = 0;
      double sumX = 0;
      double sumY = 0;
      for (int y = 0; y < pixels.getHeight(); y++) {
        for (int x = 0; x < pixels.getWidth(); x++) {
          int light = pixels.getRGB(x, y) & 0xff;
          sum += light;
          sumX += light * x;
          sumY += light * y;
        }
      }
      return new Point(sumX / sum, sumY / sum);
    }
  }
}
