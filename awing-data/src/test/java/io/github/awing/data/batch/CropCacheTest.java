package io.github.awing.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Picture;
import io.github.awing.data.PictureFile;
import io.github.awing.data.Split;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.data.synthetic.SyntheticFaces;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that cached pixels give the same crops as the picture. */
class CropCacheTest {

  @TempDir private Path folder;
  private FaceDataSet data;
  private FacePipeline pipeline;

  @BeforeEach
  void someDrawnFaces() {
    new SyntheticFaces(8).writeWflw(folder.resolve("faces"), 4, 1, done -> {});
    data = DataSetFormat.WFLW.read(folder.resolve("faces"), Split.TRAIN);
    pipeline =
        new FacePipeline(
            // A crop much smaller than the face, whose JPEG is decoded at half its size.
            new FaceCropper(64, 1.25),
            new TargetHeatmaps(data.scheme(), new GaussianHeatmaps(1.75, false), true),
            new Augmentation(50, 0.15, 15, 0.5, 0, 0, 0, 0, 0),
            9);
  }

  @Test
  void cachedPicturesGiveTheSameCropsInEveryEpoch() {
    try (CropCache cache = new CropCache(1 << 26)) {
      List<AnnotatedFace> kept = cache.over(data.faces());
      for (int epoch = 0; epoch < 4; epoch++) {
        for (int i = 0; i < kept.size(); i++) {
          assertSame(data.faces().get(i), kept.get(i), epoch, i);
        }
      }
    }
  }

  private void assertSame(AnnotatedFace one, AnnotatedFace other, int epoch, int index) {
    try (FacePipeline.Sample a = pipeline.sample(one, epoch, index);
        FacePipeline.Sample b = pipeline.sample(other, epoch, index)) {
      assertThat(colours(b.crop()))
          .as("face %d, epoch %d", index, epoch)
          .isEqualTo(colours(a.crop()));
    }
  }

  private static int[] colours(Picture crop) {
    BufferedImage image = crop.toBufferedImage();
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void aCachedPictureIsNotReadAgain() throws IOException {
    try (CropCache cache = new CropCache(1 << 26)) {
      List<AnnotatedFace> kept = cache.over(data.faces());
      pipeline.sample(kept.get(2), 0, 2).close();
      Files.delete(((PictureFile) data.faces().get(2).picture()).path());
      pipeline.sample(kept.get(2), 1, 2).close();
      cache.close();
      assertThatThrownBy(() -> pipeline.sample(kept.get(2), 2, 2))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("no such picture");
    }
  }

  @Test
  void beyondItsLimitItReadsAgain() throws IOException {
    try (CropCache cache = new CropCache(100)) {
      List<AnnotatedFace> kept = cache.over(data.faces());
      pipeline.sample(kept.get(0), 0, 0).close();
      Files.delete(((PictureFile) data.faces().get(0).picture()).path());
      assertThatThrownBy(() -> pipeline.sample(kept.get(0), 1, 0))
          .isInstanceOf(BadDataException.class);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new CropCache(-1));
  }
}
