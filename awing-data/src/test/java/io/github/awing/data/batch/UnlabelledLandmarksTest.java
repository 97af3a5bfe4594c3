package io.github.awing.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Landmarks;
import io.github.awing.data.PictureFile;
import io.github.awing.data.Split;
import io.github.awing.data.Visibility;
import io.github.awing.data.datavec.FaceDataSetIterator;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.data.synthetic.SyntheticFaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Tests that an unlabelled landmark has a heatmap of 0 and a mask of 0. */
class UnlabelledLandmarksTest {

  private static final int OUTER_EYE_CORNER = 60;
  private static final int ITS_MIRROR_IMAGE = 72;

  @TempDir private Path folder;
  private FaceDataSet data;
  private List<AnnotatedFace> faces;

  @BeforeEach
  void aFaceWithoutAnEyeCorner() {
    new SyntheticFaces(8).writeWflw(folder.resolve("faces"), 3, 1, done -> {});
    data = DataSetFormat.WFLW.read(folder.resolve("faces"), Split.TRAIN);
    faces = new ArrayList<>(data.faces());
    AnnotatedFace face = faces.get(1);
    List<Visibility> visibility = new ArrayList<>(face.visibility());
    visibility.set(OUTER_EYE_CORNER, Visibility.UNLABELLED);
    visibility.set(0, Visibility.OCCLUDED);
    faces.set(
        1,
        new AnnotatedFace(
            face.image(),
            face.picture(),
            face.box(),
            face.landmarks(),
            visibility,
            face.attributes()));
  }

  private FaceBatches batches(Augmentation augmentation, List<AnnotatedFace> given) {
    return new FaceBatches(
        new FacePipeline(
            new FaceCropper(128, 1.25),
            new TargetHeatmaps(data.scheme(), new GaussianHeatmaps(1.75, false), true),
            augmentation,
            9),
        given,
        3,
        FaceBatches.Order.AS_GIVEN,
        true,
        1);
  }

  @Test
  void theChannelIsZeroAndMasked() {
    assertMaskedAlone(Augmentation.NONE, OUTER_EYE_CORNER);
  }

  @Test
  void mirroringMovesItToTheOtherSidesChannel() {
    assertMaskedAlone(Augmentation.MIRRORED, ITS_MIRROR_IMAGE);
  }

  /** A mirrored landmark lies on the other side and has the index of that side. */
  @Test
  void mirroringMovesTheLandmarksToTheOtherSide() {
    AnnotatedFace face = faces.get(1);
    for (Augmentation augmentation : List.of(Augmentation.NONE, Augmentation.MIRRORED)) {
      FacePipeline pipeline =
          new FacePipeline(
              new FaceCropper(128, 1.25),
              new TargetHeatmaps(data.scheme(), new GaussianHeatmaps(1.75, false), true),
              augmentation,
              9);
      try (FacePipeline.Sample sample = pipeline.sample(face, 0, 1)) {
        int here = augmentation == Augmentation.NONE ? OUTER_EYE_CORNER : ITS_MIRROR_IMAGE;
        assertThat(sample.landmarks().get(here))
            .isEqualTo(sample.toCrop().apply(face.landmarks().get(OUTER_EYE_CORNER)));
        assertThat(sample.labelled()[here]).isFalse();
      }
    }
  }

  private void assertMaskedAlone(Augmentation augmentation, int expected) {
    try (FaceBatches batches = batches(augmentation, faces);
        FaceBatches.Epoch epoch = batches.epoch(0);
        FaceBatch batch = epoch.next()) {
      INDArray mask = batch.mask().orElseThrow();
      assertThat(mask.shape()).containsExactly(3, 99);
      for (int face = 0; face < 3; face++) {
        for (int channel = 0; channel < 99; channel++) {
          boolean unlabelled = face == 1 && channel == expected;
          assertThat(mask.getFloat(face, channel)).isEqualTo(unlabelled ? 0f : 1f);
          float sum = 0;
          for (int cell = 0; cell < 32 * 32; cell++) {
            sum += batch.targets().getFloat(face, cell / 32, cell % 32, channel);
          }
          assertThat(sum > 0).as("face %d, channel %d", face, channel).isEqualTo(!unlabelled);
        }
      }
    }
  }

  @Test
  void thereIsNoMaskIfAllAreLabelled() {
    try (FaceBatches batches = batches(Augmentation.NONE, data.faces());
        FaceDataSetIterator iterator = new FaceDataSetIterator(batches, 2, 0)) {
      MultiDataSet all = iterator.next();
      assertThat(all.getLabelsMaskArrays()).isNull();
      assertThat(all.getLabels()).hasSize(2);
      assertThat(iterator.current().faces()).isEqualTo(data.faces());
      assertThat(iterator.hasNext()).isFalse();
      iterator.reset();
      assertThat(iterator.epoch()).isOne();
      assertThat(iterator.hasNext()).isTrue();
    }
  }

  @Test
  void everyStackHasTheMask() {
    try (FaceBatches batches = batches(Augmentation.NONE, faces);
        FaceDataSetIterator iterator = new FaceDataSetIterator(batches, 2, 0)) {
      assertThat(iterator.next(3).getLabelsMaskArrays())
          .hasSize(2)
          .allSatisfy(mask -> assertThat(mask.getFloat(1, OUTER_EYE_CORNER)).isZero());
      assertThatThrownBy(() -> iterator.next(2)).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void theBoxIsThatOfTheLabelledLandmarks() {
    Landmarks landmarks = Landmarks.of(10, 10, 30, 50, 0, 0);
    AnnotatedFace face =
        new AnnotatedFace(
            "a.png",
            new PictureFile(folder.resolve("a.png")),
            new Box(0, 0, 1, 1),
            landmarks,
            List.of(Visibility.VISIBLE, Visibility.OCCLUDED, Visibility.UNLABELLED),
            Set.of());
    FaceDataSet one =
        new FaceDataSet(DataSetFormat.COCO.word(), data.scheme(), List.of(face), List.of());
    assertThat(one.withLandmarkBoxes().faces().get(0).box()).isEqualTo(new Box(10, 10, 30, 50));
    assertThatThrownBy(
            () ->
                new AnnotatedFace(
                    "a.png",
                    face.picture(),
                    face.box(),
                    landmarks,
                    Collections.nCopies(2, Visibility.VISIBLE),
                    Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
