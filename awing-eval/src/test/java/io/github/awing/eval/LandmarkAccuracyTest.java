package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.Affine;
import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.data.PictureFile;
import io.github.awing.data.PicturePart;
import io.github.awing.data.Point;
import io.github.awing.data.batch.CroppedFace;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.data.batch.HeatmapGrid;
import io.github.awing.data.detect.FacePlace;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.eval.metric.NormalisedMeanError;
import io.github.awing.eval.predict.PreparedFace;
import io.github.awing.model.HeatmapDecoder;
import io.github.awing.model.HourglassSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs the whole path from a picture to its landmarks with a perfect network, so that only the
 * decoder's error remains. An error of half a pixel anywhere would be an eighth of a cell.
 */
class LandmarkAccuracyTest {

  private static final int CROP = 128;
  private static final FaceCropper CROPPER = new FaceCropper(CROP, 1.25);

  /**
   * Largest error of a landmark on each axis, in cells. Arg-max resolves halves of cells and
   * returns their middles. Soft-arg-max promises a tenth. DARK is exact for a whole Gaussian and
   * reaches a tenth for one that ends three cells from its centre.
   */
  private static final Map<String, Double> CELLS =
      Map.of("arg-max-quarter", 0.25, "dark", 0.1, "soft-arg-max", 0.1);

  /** Error of the colours' eight bits, in cells. */
  private static final double COLOURS = 0.02;

  /** Ways to find a face's landmarks. */
  private enum Way {
    EVALUATION {
      @Override
      Landmarks find(
          Sight sight, Path file, LandmarkScheme scheme, Landmarks truth, String decoder) {
        return evaluated(sight, file, scheme, truth, decoder, false);
      }
    },
    FLIP_TEST {
      @Override
      Landmarks find(
          Sight sight, Path file, LandmarkScheme scheme, Landmarks truth, String decoder) {
        return evaluated(sight, file, scheme, truth, decoder, true);
      }
    },
    PREDICTION {
      @Override
      Landmarks find(
          Sight sight, Path file, LandmarkScheme scheme, Landmarks truth, String decoder) {
        try (FaceAligner aligner = aligner(sight, scheme, truth, decoder)) {
          return PreparedFace.align(aligner, file, FacePlace.upright(sight.box)).landmarks();
        }
      }
    },
    IN_MEMORY {
      @Override
      Landmarks find(
          Sight sight, Path file, LandmarkScheme scheme, Landmarks truth, String decoder) {
        try (FaceAligner aligner = aligner(sight, scheme, truth, decoder);
            Picture picture = Picture.read(file)) {
          return aligner.align(picture, sight.box).landmarks();
        }
      }
    };

    abstract Landmarks find(
        Sight sight, Path file, LandmarkScheme scheme, Landmarks truth, String decoder);
  }

  /** Pictures, each with the box of its face. */
  private enum Sight {
    PLAIN("png", 240, 200, new Box(60.3, 40.7, 171.8, 158.2)),
    PARTLY_OUTSIDE("png", 240, 200, new Box(-31.2, 103.4, 83.1, 220)),
    SMOOTHED("png", 640, 560, new Box(72, 34, 577, 500)),
    A_PLACE_IN_A_JPEG("jpg", 360, 320, new Box(131.7, 120.1, 230, 218)),
    HALF_A_JPEG("jpg", 480, 400, new Box(101, 83, 338, 311)),
    A_QUARTER_OF_A_JPEG("jpg", 641, 563, new Box(72, 34, 577, 500));

    private final String kind;
    private final PositionPicture colours;
    private final Box box;

    Sight(String kind, int width, int height, Box box) {
      this.kind = kind;
      this.colours = new PositionPicture(width, height);
      this.box = box;
    }

    Path file() {
      return folder.resolve(this + "." + kind);
    }

    /** Random landmarks around the middle, which no rotation moves to the crop's edge. */
    Landmarks truth(LandmarkScheme scheme) {
      Random random = new Random(scheme.count());
      return Landmarks.of(
          Stream.generate(() -> new Point(between(random), between(random)))
              .limit(scheme.count())
              .map(
                  share ->
                      new Point(
                          box.left() + share.x() * box.width(),
                          box.top() + share.y() * box.height()))
              .toList());
    }

    private static double between(Random random) {
      return 0.15 + 0.7 * random.nextDouble();
    }
  }

  @TempDir private static Path folder;

  @BeforeAll
  static void pictures() throws IOException {
    for (Sight sight : Sight.values()) {
      sight.colours.write(sight.file());
    }
  }

  static Stream<Arguments> all() {
    return Stream.of("wflw-98", "300w-68", "cofw-29", "aflw-19", "lapa-106", "mtfl-5")
        .flatMap(
            scheme ->
                HeatmapDecoder.NAMES.stream()
                    .flatMap(
                        decoder ->
                            Stream.of(Sight.values())
                                .map(sight -> Arguments.of(scheme, decoder, sight))));
  }

  @ParameterizedTest
  @MethodSource("all")
  void landmarksAreFoundInThePicture(String name, String decoder, Sight sight) {
    LandmarkScheme scheme = LandmarkScheme.named(name);
    Landmarks truth = sight.truth(scheme);
    for (Way way : Way.values()) {
      Landmarks found = way.find(sight, sight.file(), scheme, truth, decoder);
      assertFound(way.toString(), found, truth, CROPPER.toCrop(sight.box), decoder);
    }
  }

  /** Only training rotates crops; landmarks are as accurate in them. */
  @ParameterizedTest
  @MethodSource("all")
  void landmarksAreFoundInARotatedCrop(String name, String decoder, Sight sight) {
    LandmarkScheme scheme = LandmarkScheme.named(name);
    Landmarks truth = sight.truth(scheme);
    Affine turned =
        CROPPER
            .toCrop(sight.box)
            .then(Affine.translation(-CROP / 2.0, -CROP / 2.0))
            .then(Affine.rotation(Math.toRadians(33)))
            .then(Affine.translation(CROP / 2.0, CROP / 2.0));
    try (FaceAligner aligner = aligner(sight, scheme, truth, decoder);
        PicturePart part = CROPPER.part(new PictureFile(sight.file()), sight.box);
        CroppedFace face = CROPPER.crop(part, turned);
        CroppedFace mirrored = FlipTest.mirrored(part, face, CROPPER);
        INDArray heatmaps = aligner.run(List.of(face));
        INDArray ofMirrored = aligner.run(List.of(mirrored))) {
      Landmarks once = aligner.decode(heatmaps, List.of(face)).get(0).landmarks();
      assertFound("turned", once, truth, turned, decoder);
      FlipTest.average(heatmaps, ofMirrored, scheme);
      Landmarks twice = aligner.decode(heatmaps, List.of(face)).get(0).landmarks();
      assertFound("turned, flip test", twice, truth, turned, decoder);
    }
  }

  @Test
  void theGridHasTheSizeOfTheNetworksHeatmaps() {
    for (String name : List.of("tiny", "small", "paper")) {
      HourglassSpec spec = HourglassSpec.named(name, 98);
      assertThat(new HeatmapGrid(spec.inputSize()).size()).isEqualTo(spec.heatmapSize());
    }
  }

  private static FaceAligner aligner(
      Sight sight, LandmarkScheme scheme, Landmarks truth, String decoder) {
    return new FaceAligner(
        new PerfectBackend(scheme, sight.colours, truth),
        scheme,
        CROPPER,
        HeatmapDecoder.named(decoder));
  }

  private static Landmarks evaluated(
      Sight sight,
      Path file,
      LandmarkScheme scheme,
      Landmarks truth,
      String decoder,
      boolean flip) {
    AnnotatedFace face = new AnnotatedFace("it", new PictureFile(file), sight.box, truth, Set.of());
    FaceDataSet data = new FaceDataSet(DataSetFormat.CSV.word(), scheme, List.of(face), List.of());
    try (FaceAligner aligner = aligner(sight, scheme, truth, decoder)) {
      Evaluation evaluation =
          new Evaluator(aligner, NormalisedMeanError.usual(scheme), 0.1, true, flip)
              .evaluate(data, done -> {});
      return evaluation.faces().get(0).alignment().landmarks();
    }
  }

  private static void assertFound(
      String how, Landmarks found, Landmarks truth, Affine toCrop, String decoder) {
    double most = 4 * (CELLS.get(decoder) + COLOURS);
    for (int i = 0; i < truth.count(); i++) {
      Point expected = toCrop.apply(truth.get(i));
      Point actual = toCrop.apply(found.get(i));
      assertThat(actual.x()).as("%s, landmark %d, x", how, i).isCloseTo(expected.x(), within(most));
      assertThat(actual.y()).as("%s, landmark %d, y", how, i).isCloseTo(expected.y(), within(most));
    }
  }
}
