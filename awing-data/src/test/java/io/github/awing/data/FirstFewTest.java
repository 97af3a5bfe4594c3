package io.github.awing.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FirstFewTest {

  @Test
  void endsWithTheNumberOfOtherNames() {
    List<String> names = List.of("a", "b", "c", "d");
    assertThat(FirstFew.of(3, names)).isEqualTo("a, b, c and 1 more");
    assertThat(FirstFew.of(1, names)).isEqualTo("a and 3 more");
    assertThat(FirstFew.of(4, names)).isEqualTo("a, b, c, d");
    assertThat(FirstFew.of(9, names)).isEqualTo("a, b, c, d");
    assertThat(FirstFew.of(9, List.of())).isEmpty();
  }
}
