package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.Affine;
import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.data.PicturePart;
import io.github.awing.data.PictureSource;
import io.github.awing.data.batch.CroppedFace;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.data.batch.GaussianHeatmaps;
import io.github.awing.data.batch.TargetHeatmaps;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FlipTestTest {

  private static final int SIZE = 256;

  /** Perfect heatmaps of the mirror image give perfect heatmaps of the face, cell for cell. */
  @ParameterizedTest
  @ValueSource(strings = {"wflw-98", "300w-68", "cofw-29", "aflw-19", "lapa-106", "mtfl-5"})
  void theMirrorImagesHeatmapsAreMirroredBack(String name) {
    LandmarkScheme scheme = LandmarkScheme.named(name);
    Landmarks face = Landmarks.of(new Random(4).doubles(2 * scheme.count(), 60, 200).toArray());
    Affine mirror = new Affine(-1, 0, SIZE, 0, 1, 0);
    Landmarks mirrored = face.map(mirror::apply).reordered(scheme.flipOrder());

    try (INDArray target = array(targets(scheme, face));
        INDArray answer = target.like();
        INDArray ofMirrored = array(targets(scheme, mirrored))) {
      FlipTest.average(answer, ofMirrored, scheme);

      // The mean of zeros and the target.
      INDArray off = answer.mul(2).sub(target);
      assertThat(off.amaxNumber().doubleValue()).isCloseTo(0, within(1e-4));
      assertThat(answer.maxNumber().doubleValue()).isGreaterThan(0.4);
    }
  }

  /** Every face is averaged with its own mirror image. */
  @Test
  void everyFaceHasItsOwnMirrorImage() {
    LandmarkScheme scheme = LandmarkScheme.named("mtfl-5");
    Landmarks[] faces = new Landmarks[3];
    Landmarks[] mirrored = new Landmarks[3];
    for (int i = 0; i < 3; i++) {
      faces[i] = Landmarks.of(new Random(i).doubles(2 * scheme.count(), 60, 200).toArray());
      mirrored[i] =
          faces[i].map(new Affine(-1, 0, SIZE, 0, 1, 0)::apply).reordered(scheme.flipOrder());
    }
    INDArray targets = arrays(scheme, faces);
    INDArray answer = targets.dup();

    FlipTest.average(answer, arrays(scheme, mirrored), scheme);

    assertThat(answer.sub(targets).amaxNumber().doubleValue()).isCloseTo(0, within(1e-4));
  }

  private static INDArray arrays(LandmarkScheme scheme, Landmarks... faces) {
    return Nd4j.concat(
        0, Arrays.stream(faces).map(face -> array(targets(scheme, face))).toArray(INDArray[]::new));
  }

  /** The mirror image of a pixel at p is at size − p, so that cells coincide. */
  @Test
  void theMirrorImageIsNotShifted() {
    FaceCropper cropper = new FaceCropper(64, 1);
    PictureSource noise = () -> Picture.of(TestInputs.noise(64, 64, 3));
    try (PicturePart picture = cropper.part(noise, new Box(-0.5, -0.5, 63.5, 63.5));
        CroppedFace face = cropper.crop(picture, Affine.IDENTITY);
        CroppedFace mirrored = FlipTest.mirrored(picture, face, cropper)) {
      for (int x = 1; x < 64; x++) {
        assertThat(mirrored.crop().toBufferedImage().getRGB(x, 20))
            .isEqualTo(face.crop().toBufferedImage().getRGB(64 - x, 20));
      }
      assertThat(mirrored.toCrop().scale()).isEqualTo(1);
    }
  }

  private static float[][] targets(LandmarkScheme scheme, Landmarks face) {
    return new TargetHeatmaps(scheme, new GaussianHeatmaps(1.75, false), true).draw(face, SIZE);
  }

  private static INDArray array(float[][] channels) {
    int side = SIZE / 4;
    return Nd4j.create(channels).reshape(1, channels.length, side, side);
  }
}
