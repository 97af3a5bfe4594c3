package io.github.awing.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SkippedPicturesTest {

  private final List<String> said = new ArrayList<>();
  private final SkippedPictures skipped = new SkippedPictures("skipped", said::add);

  @Test
  void tenAreNamed() {
    IntStream.range(0, 30).mapToObj(i -> "picture " + i).forEach(skipped::tell);
    assertThat(said)
        .hasSize(11)
        .startsWith("skipped: picture 0")
        .endsWith("skipped: picture 9", "skipped: further pictures are named at the end");
  }
}
