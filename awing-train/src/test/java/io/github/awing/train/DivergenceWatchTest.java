package io.github.awing.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DivergenceWatchTest {

  private static boolean diverged(double last, int steps) {
    List<Double> losses = new ArrayList<>(Collections.nCopies(steps - 1, 2.0));
    losses.add(last);
    return DivergenceWatch.diverged(losses);
  }

  @Test
  void whatIsNoNumberIsLostAtOnce() {
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
}
