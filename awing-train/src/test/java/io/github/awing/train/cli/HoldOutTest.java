package io.github.awing.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Split;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.data.synthetic.SyntheticFaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldOutTest {

  @TempDir private Path folder;

  private FaceDataSet faces() {
    new SyntheticFaces(3).writeWflw(folder, 7, 1, done -> {});
    return DataSetFormat.WFLW.read(folder, Split.TRAIN);
  }

  @Test
  void everyThirdPictureIsHeldOut() {
    FaceDataSet all = faces();
    HoldOut parts = HoldOut.every(3, all);
    assertThat(parts.heldOut().faces()).containsExactly(all.faces().get(2), all.faces().get(5));
    assertThat(parts.learned().faces())
        .hasSize(5)
        .doesNotContainAnyElementsOf(parts.heldOut().faces());
  }

  @Test
  void facesOfOnePictureStayTogether() {
    FaceDataSet all = faces();
    List<AnnotatedFace> twice = new ArrayList<>();
    all.faces().forEach(face -> twice.addAll(List.of(face, face.withBox(face.landmarks().box()))));
    HoldOut parts =
        HoldOut.every(2, new FaceDataSet(all.format(), all.scheme(), twice, all.attributes()));
    assertThat(parts.heldOut().faces()).hasSize(6);
    assertThat(parts.learned().faces().stream().map(AnnotatedFace::image))
        .doesNotContainAnyElementsOf(
            parts.heldOut().faces().stream().map(AnnotatedFace::image).toList());
  }

  @Test
  void refusesToLeaveEitherPartEmpty() {
    FaceDataSet all = faces();
    assertThatThrownBy(() -> HoldOut.every(1, all)).hasMessageContaining("--hold-out");
    assertThatThrownBy(() -> HoldOut.every(8, all)).hasMessageContaining("7, but is 8");
  }
}
