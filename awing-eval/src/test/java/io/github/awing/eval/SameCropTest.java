package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.PictureFile;
import io.github.awing.data.batch.Augmentation;
import io.github.awing.data.batch.CropCache;
import io.github.awing.data.batch.FaceBatch;
import io.github.awing.data.batch.FaceBatches;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.data.batch.FacePipeline;
import io.github.awing.data.batch.GaussianHeatmaps;
import io.github.awing.data.batch.TargetHeatmaps;
import io.github.awing.data.detect.FacePlace;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.eval.backend.InferenceBackend;
import io.github.awing.eval.metric.NormalisedMeanError;
import io.github.awing.eval.predict.PreparedFace;
import io.github.awing.model.ArgMaxQuarter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Checks that training, evaluation and prediction cut the same crop, bit for bit. */
class SameCropTest {

  private static final LandmarkScheme SCHEME = LandmarkScheme.named("300w-68");
  private static final FaceCropper CROPPER = new FaceCropper(64, 1.25);

  @TempDir private Path folder;

  /** Backend that records its inputs and returns zeros. */
  private record RecordingBackend(List<int[]> seen) implements InferenceBackend {

    @Override
    public INDArray heatmaps(INDArray pictures) {
      for (int i = 0; i < pictures.size(0); i++) {
        seen.add(bits(pictures.slice(i)));
      }
      return Nd4j.zeros(DataType.FLOAT, pictures.size(0), SCHEME.count(), 16, 16);
    }

    @Override
    public void close() {
      // Holds no memory.
    }
  }

  @ParameterizedTest
  @CsvSource({
    // The whole picture, a part of it, partly beyond it, all but a corner beyond it.
    "png, 100, 100, 10, 12, 90, 95",
    "png, 300, 200, 101.3, 55.2, 142.9, 99.1",
    "png, 300, 200, -30.5, -20.25, 30, 55",
    "png, 100, 100, 80, 85, 130, 135",
    // Smoothed before reduction.
    "png, 700, 600, 101, 55, 612, 533",
    // A part of a JPEG; sides at which OpenCV rounds a tie up or down, by the last bit.
    "jpg, 300, 200, 101.3, 55.2, 142.9, 99.1",
    "jpg, 300, 200, 180.975, 55, 232.025, 104",
    "jpg, 300, 200, 150.975, 65, 202.025, 114",
    "jpg, 300, 200, 180.675, 55, 232.325, 104",
    "jpg, 300, 200, -30.5, -20.25, 30, 55",
    "jpg, 300, 200, 281, 55, 332, 104",
    // JPEGs decoded at a half, a quarter and an eighth of their size; odd sizes.
    "jpg, 301, 203, 75, 35, 230, 173",
    "jpg, 701, 603, 101, 55, 372, 333",
    "jpg, 1403, 1205, 101, 55, 712, 633",
    "jpg, 1403, 1205, -303, 655, 398, 1432",
  })
  void isTheSameInTrainingEvaluationAndPrediction(
      String kind, int width, int height, double left, double top, double right, double bottom)
      throws Exception {
    Box box = new Box(left, top, right, bottom);
    Path file = picture(kind, width, height);
    AnnotatedFace face =
        new AnnotatedFace("it", new PictureFile(file), box, TestInputs.landmarks(1), Set.of());

    int[] trained = training(face);
    List<int[]> others = new ArrayList<>(evaluation(face));
    others.addAll(prediction(file, box));
    try (CropCache cache = new CropCache(1 << 26)) {
      AnnotatedFace kept = cache.over(List.of(face)).get(0);
      others.add(training(kept));
      others.add(training(kept));
      others.addAll(evaluation(kept));
    }

    assertThat(others).hasSize(5);
    for (int[] other : others) {
      assertThat(other).isEqualTo(trained);
    }
    boolean isBeyond = left > width;
    assertThat(IntStream.of(trained).allMatch(bits -> bits == 0)).isEqualTo(isBeyond);
  }

  private static int[] training(AnnotatedFace face) {
    FacePipeline pipeline =
        new FacePipeline(
            CROPPER,
            new TargetHeatmaps(SCHEME, new GaussianHeatmaps(1.75, false), true),
            Augmentation.NONE,
            1);
    try (FaceBatches batches =
            new FaceBatches(pipeline, List.of(face), 1, FaceBatches.Order.SHUFFLED, true, 1);
        FaceBatches.Epoch epoch = batches.epoch(0);
        FaceBatch batch = epoch.next()) {
      return bits(batch.pictures().slice(0));
    }
  }

  private static List<int[]> evaluation(AnnotatedFace face) {
    List<int[]> seen = new ArrayList<>();
    FaceDataSet data = new FaceDataSet(DataSetFormat.PTS.word(), SCHEME, List.of(face), List.of());
    try (FaceAligner aligner = aligner(seen)) {
      new Evaluator(aligner, NormalisedMeanError.usual(SCHEME), 0.1, true)
          .evaluate(data, done -> {});
    }
    return seen;
  }

  private static List<int[]> prediction(Path file, Box box) {
    List<int[]> seen = new ArrayList<>();
    try (FaceAligner aligner = aligner(seen)) {
      PreparedFace.align(aligner, file, FacePlace.upright(box));
    }
    return seen;
  }

  private static FaceAligner aligner(List<int[]> seen) {
    return new FaceAligner(new RecordingBackend(seen), SCHEME, CROPPER, new ArgMaxQuarter());
  }

  private Path picture(String kind, int width, int height) throws IOException {
    Path file = folder.resolve("it." + kind);
    ImageIO.write(TestInputs.noise(width, height, 5), kind, file.toFile());
    return file;
  }

  private static int[] bits(INDArray crop) {
    float[] values = crop.dup('c').data().asFloat();
    return IntStream.range(0, values.length).map(i -> Float.floatToRawIntBits(values[i])).toArray();
  }
}
