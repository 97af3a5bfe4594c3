package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.eval.PublishedResult.Figures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishedSetTest {

  /** Half of the last printed digit of NME (two digits of percent) and of AUC (four digits). */
  private static final double ROUNDING = 0.00005;

  @Test
  void everyAucIsPossibleForItsNmeOrMarkedAsAMisprint() {
    for (PublishedSet set : PublishedSet.all()) {
      for (PublishedResult result : set.results()) {
        for (Map.Entry<String, Figures> subset : result.figures().entrySet()) {
          Figures figures = subset.getValue();
          if (figures.auc().isPresent()) {
            double least = 1 - (figures.nme().orElseThrow() + ROUNDING) / result.threshold();
            assertThat(figures.auc().getAsDouble() + 10 * ROUNDING < least)
                .as("%s, %s, %s", set.name(), result.method(), subset.getKey())
                .isEqualTo(result.misprints().contains(subset.getKey()));
          }
        }
      }
    }
  }

  /** The mean of a full set is the weighted mean of its disjoint parts. */
  @Test
  void theFullSetIsTheMeanOfCommonAndChallenging() {
    PublishedSet set = PublishedSet.of(LandmarkScheme.named("300w-68"), List.of()).orElseThrow();
    int checked = 0;
    for (PublishedResult result : set.results()) {
      Map<String, Figures> figures = result.figures();
      if (figures.containsKey("common")) {
        double mean =
            (554 * figures.get("common").nme().orElseThrow()
                    + 135 * figures.get("challenging").nme().orElseThrow())
                / 689;
        assertThat(mean).isCloseTo(figures.get("all").nme().orElseThrow(), within(2 * ROUNDING));
        checked++;
      }
    }
    assertThat(checked).isEqualTo(2);
  }

  @Test
  void figuresAreFractions() {
    for (PublishedSet set : PublishedSet.all()) {
      assertThat(set.results()).as(set.name()).isNotEmpty();
      for (PublishedResult result : set.results()) {
        assertThat(result.figures()).containsKey(PublishedResult.ALL);
        for (Figures figures : result.figures().values()) {
          assertThat(figures.nme().orElseThrow()).isBetween(0.02, 0.1);
          assertThat(figures.failureRate().orElse(0)).isBetween(0.0, 0.2);
          assertThat(figures.auc().orElse(0.5)).isBetween(0.3, 0.7);
        }
      }
    }
  }

  /** Sizes by the sets' authors; every result belongs to one set. */
  @Test
  void everySetHasItsOwnFacesAndResults() {
    PublishedSet of300w = PublishedSet.of(LandmarkScheme.named("300w-68"), List.of()).orElseThrow();
    PublishedSet wflw = PublishedSet.of(LandmarkScheme.named("wflw-98"), List.of()).orElseThrow();

    assertThat(of300w.faces())
        .containsEntry("all", 689)
        .containsEntry("common", 554)
        .containsEntry("challenging", 135);
    assertThat(wflw.faces()).containsEntry("all", 2500).containsEntry("pose", 326);
    assertThat(of300w.results())
        .noneSatisfy(result -> assertThat(result.figures()).containsKey("pose"));
    assertThat(wflw.results())
        .noneSatisfy(result -> assertThat(result.figures()).containsKey("common"));
  }

  @Test
  void privateFacesAreASeparateSet() {
    LandmarkScheme scheme = LandmarkScheme.named("300w-68");

    assertThat(PublishedSet.of(scheme, List.of("private")).orElseThrow().name())
        .isEqualTo("300W private");
    assertThat(PublishedSet.of(scheme, List.of("common", "challenging")).orElseThrow().name())
        .isEqualTo("300W test");
    assertThat(PublishedSet.of(LandmarkScheme.named("aflw-19"), List.of())).isEmpty();
    assertThat(Protocol.threshold(List.of("private"))).isEqualTo(0.08);
    assertThat(Protocol.threshold(List.of("common", "challenging"))).isEqualTo(0.1);
  }
}
