package io.github.awing.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SkippedPicturesTest {

  private final List<String> said = new ArrayList<>();
  private final SkippedPictures skipped = new SkippedPictures("skipped");
  private final Trainer.Listener listener =
      new Trainer.Listener() {
        @Override
        public void notice(String words) {
          said.add(words);
        }
      };

  @Test
  void aPictureIsNamedOnce() {
    skipped.tell(List.of("a", "b", "a"), listener);
    skipped.tell(List.of("a", "b", "a", "c"), listener);
    assertThat(said).containsExactly("skipped: a", "skipped: b", "skipped: c");
  }

  @Test
  void tenAreNamed() {
    List<String> many = IntStream.range(0, 30).mapToObj(i -> "picture " + i).toList();
    skipped.tell(many, listener);
    skipped.tell(many, listener);
    assertThat(said)
        .hasSize(11)
        .startsWith("skipped: picture 0")
        .endsWith("skipped: picture 9", "skipped: further pictures are named at the end");
  }
}
