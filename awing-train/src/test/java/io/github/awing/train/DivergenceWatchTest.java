package io.github.awing.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.Box;
import io.github.awing.data.Landmarks;
import io.github.awing.data.PictureFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DivergenceWatchTest {

  private static boolean diverged(double last, int steps) {
    List<Double> losses = new ArrayList<>(Collections.nCopies(steps - 1, 2.0));
    losses.add(last);
    return DivergenceWatch.diverged(losses);
  }

  @Test
  void aLossThatIsNoNumberDivergesAtOnce() {
    assertThat(diverged(Double.NaN, 1)).isTrue();
    assertThat(diverged(Double.POSITIVE_INFINITY, 500)).isTrue();
    assertThat(diverged(0, 500)).isFalse();
  }

  @Test
  void aHundredTimesTheFirstLossIsAnExplosionOnceThereIsAFirst() {
    assertThat(diverged(200.5, 11)).isTrue();
    assertThat(diverged(199.5, 11)).isFalse();
    assertThat(diverged(1e9, 10)).isFalse();
  }

  @Test
  void theComplaintNamesThePicturesOrTheWeight() {
    assertThat(new DivergedException(7, "NaN in l0_W"))
        .hasMessageStartingWith("step 7 left NaN in l0_W; try a lower learning-rate");
    AnnotatedFace face =
        new AnnotatedFace(
            "a.png",
            new PictureFile(Path.of("a.png")),
            new Box(0, 0, 1, 1),
            Landmarks.of(0, 0, 1, 1),
            Set.of());
    assertThat(new DivergedException(7, 1e9, List.of(face, face)))
        .hasMessageStartingWith("the loss became 1.0E9 at step 7 (pictures a.png, a.png); try");
  }
}
