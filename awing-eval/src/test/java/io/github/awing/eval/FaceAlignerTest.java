package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.Affine;
import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.eval.backend.BackendKind;
import io.github.awing.eval.backend.InferenceBackend;
import io.github.awing.model.HeatmapDecoder;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.program.cpu.Devices;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class FaceAlignerTest {

  private static final LandmarkScheme SCHEME = LandmarkScheme.named("300w-68");

  @Test
  void aFaceMovedInItsPictureHasItsLandmarksMoved() {
    BufferedImage face = TestInputs.noise(100, 100, 1);
    BufferedImage moved = new BufferedImage(160, 140, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = moved.createGraphics();
    graphics.drawImage(face, 40, 17, null);
    graphics.dispose();

    try (FaceAligner aligner =
            new FaceAligner(TestInputs.network(), SCHEME, 1.25, Devices.ofNd4j());
        Picture first = Picture.of(face);
        Picture second = Picture.of(moved)) {
      Landmarks here = aligner.align(first, new Box(20, 20, 84, 84)).landmarks();
      Landmarks there = aligner.align(second, new Box(60, 37, 124, 101)).landmarks();

      assertSame(there, here.map(Affine.translation(40, 17)::apply), 1e-6);
      assertThat(here.box().width()).as("not all in one place").isGreaterThan(10);
    }
  }

  @Test
  void aLargerPictureGivesLandmarksScaledAlike() {
    BufferedImage small = TestInputs.noise(64, 64, 2);
    BufferedImage large = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = large.createGraphics();
    graphics.drawImage(small, 0, 0, 128, 128, null);
    graphics.dispose();

    try (FaceAligner aligner = new FaceAligner(TestInputs.network(), SCHEME, 1, Devices.ofNd4j());
        Picture first = Picture.of(small);
        Picture second = Picture.of(large)) {
      // Boxes have the pixels' edges: the whole picture is -0.5 to size - 0.5.
      Landmarks here = aligner.align(first, new Box(-0.5, -0.5, 63.5, 63.5)).landmarks();
      Landmarks there = aligner.align(second, new Box(-0.5, -0.5, 127.5, 127.5)).landmarks();

      Affine twice = Affine.translation(0.5, 0.5).then(Affine.scaling(2, 2));
      assertSame(there, here.map(twice.then(Affine.translation(-0.5, -0.5))::apply), 1e-6);
    }
  }

  @Test
  void manyFacesGiveTheSameLandmarksAsSingleOnes() {
    try (FaceAligner aligner =
            new FaceAligner(TestInputs.network(), SCHEME, 1.25, Devices.ofNd4j());
        Picture picture = Picture.of(TestInputs.noise(120, 100, 3))) {
      List<Box> boxes = List.of(new Box(0, 0, 50, 50), new Box(30, 20, 110, 95));

      List<Alignment> together = aligner.align(picture, boxes);

      assertThat(together).hasSize(2);
      for (int i = 0; i < 2; i++) {
        Alignment alone = aligner.align(picture, boxes.get(i));
        assertSame(together.get(i).landmarks(), alone.landmarks(), 1e-6);
        assertThat(together.get(i).confidence()).hasSize(68);
      }
      assertThat(aligner.align(picture, List.of())).isEmpty();
    }
  }

  @Test
  void anImpossibleBoxHasNoAnswerAndDoesNotAffectOthers() {
    Box good = new Box(20, 20, 84, 84);
    Box another = new Box(10, 5, 70, 80);
    List<Box> wild =
        List.of(
            new Box(500, 500, 600, 600),
            new Box(-1e15, -1e15, 1e15, 1e15),
            new Box(-1e308, 0, 1e308, 1),
            new Box(30, 30, 30.1, 30.1));
    try (FaceAligner aligner =
            new FaceAligner(TestInputs.network(), SCHEME, 1.25, Devices.ofNd4j());
        Picture picture = Picture.of(TestInputs.noise(100, 100, 1))) {
      for (Box box : wild) {
        List<Alignment> found = aligner.align(picture, List.of(good, box, another));
        assertThat(found).hasSize(3);
        assertSame(found.get(0).landmarks(), aligner.align(picture, good).landmarks(), 1e-6);
        assertSame(found.get(2).landmarks(), aligner.align(picture, another).landmarks(), 1e-6);
        assertThat(found.get(1).confidence()).hasSize(68).containsOnly(Double.NaN);
        assertThat(found.get(1).landmarks().get(67).x()).isNaN();
        assertThat(aligner.align(picture, box)).isEqualTo(found.get(1));
      }
      assertThat(aligner.align(picture, wild)).hasSize(wild.size());
    }
  }

  @Test
  void aCheckpointGivesTheSameLandmarksAsItsNetwork(@TempDir Path folder) throws IOException {
    try (FaceAligner saved = FaceAligner.load(TestInputs.checkpoint(folder));
        FaceAligner fresh = new FaceAligner(TestInputs.network(), SCHEME, 1.25, Devices.ofNd4j());
        Picture picture = Picture.of(TestInputs.noise(100, 100, 4))) {
      Box box = new Box(10, 10, 90, 90);

      assertSame(
          saved.align(picture, box).landmarks(), fresh.align(picture, box).landmarks(), 1e-6);
    }
  }

  @Test
  void manyFacesRunInBoundedChunks() {
    List<Long> sizes = new ArrayList<>();
    // The most faces in one run depend on the machine's cores.
    int most = FaceAligner.MOST_AT_ONCE;
    assertThat(most)
        .isGreaterThanOrEqualTo(8)
        .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    int count = 2 * most + 3;
    List<Box> boxes =
        IntStream.range(0, count)
            .mapToObj(i -> new Box(i % 19, i % 17, 60 + i % 40, 60 + i % 30))
            .toList();
    try (FaceAligner alone = new FaceAligner(TestInputs.network(), SCHEME, 1.25, Devices.ofNd4j());
        FaceAligner crowd =
            new FaceAligner(
                counting(sizes), SCHEME, new FaceCropper(64, 1.25), HeatmapDecoder.usual());
        Picture picture = Picture.of(TestInputs.noise(120, 100, 3))) {
      List<Alignment> together = crowd.align(picture, boxes);

      assertThat(sizes).containsExactly((long) most, (long) most, 3L);
      assertThat(together).hasSize(count);
      for (int i = 0; i < count; i += 6) {
        assertSame(
            together.get(i).landmarks(), alone.align(picture, boxes.get(i)).landmarks(), 1e-6);
      }
    }
  }

  private static InferenceBackend counting(List<Long> sizes) {
    InferenceBackend engine = InferenceBackend.on(TestInputs.network(), Devices.ofNd4j());
    return new InferenceBackend() {
      @Override
      public INDArray heatmaps(INDArray pictures) {
        sizes.add(pictures.size(0));
        return engine.heatmaps(pictures);
      }

      @Override
      public void close() {
        engine.close();
      }
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"ND4J", "ONNX"})
  void parallelCallsGiveTheSameLandmarks(BackendKind kind, @TempDir Path folder) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (FaceAligner aligner =
            FaceAligner.load(TestInputs.checkpoint(folder), HeatmapDecoder.usual(), kind);
        Picture picture = Picture.of(TestInputs.noise(120, 100, 5))) {
      aligner.warmUp();
      List<Box> boxes =
          IntStream.range(0, 40).mapToObj(i -> new Box(i, 10, 50 + i, 60 + i)).toList();
      List<Alignment> alone = boxes.stream().map(box -> aligner.align(picture, box)).toList();

      List<Future<Alignment>> together =
          boxes.stream().map(box -> threads.submit(() -> aligner.align(picture, box))).toList();

      for (int i = 0; i < 40; i++) {
        assertSame(together.get(i).get().landmarks(), alone.get(i).landmarks(), 1e-6);
      }
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ND4J", "ONNX"})
  void aClosedAlignerThrows(BackendKind kind, @TempDir Path folder) throws IOException {
    FaceAligner aligner =
        FaceAligner.load(TestInputs.checkpoint(folder), HeatmapDecoder.usual(), kind);
    aligner.close();
    aligner.close();

    try (Picture picture = Picture.of(TestInputs.noise(9, 9, 1))) {
      assertThatThrownBy(() -> aligner.align(picture, new Box(1, 1, 5, 5)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is closed");
    }
    assertThatThrownBy(aligner::warmUp).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anotherSchemeIsRefused() {
    HourglassNetwork network = TestInputs.network();

    assertThatThrownBy(
            () -> new FaceAligner(network, LandmarkScheme.named("wflw-98"), 1.25, Devices.ofNd4j()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the network has 68 landmarks, but scheme wflw-98 has 98");
  }

  private static void assertSame(Landmarks actual, Landmarks expected, double tolerance) {
    assertThat(actual.count()).isEqualTo(expected.count());
    for (int i = 0; i < actual.count(); i++) {
      assertThat(actual.get(i).x()).isCloseTo(expected.get(i).x(), within(tolerance));
      assertThat(actual.get(i).y()).isCloseTo(expected.get(i).y(), within(tolerance));
    }
  }
}
