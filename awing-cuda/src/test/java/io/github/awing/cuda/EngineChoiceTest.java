package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineChoiceTest {

  @Test
  void isReadAsWritten() {
    EngineChoice choice = new EngineChoice(65, new TreeMap<>(Map.of(24, -1L, 2, 17L)));
    assertThat(choice.text()).isEqualTo("65 2=17 24=-1");
    assertThat(EngineChoice.parse(choice.text())).contains(choice);
    EngineChoice without = new EngineChoice(0, new TreeMap<>());
    assertThat(EngineChoice.parse(without.text())).contains(without);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "x", "1 2", "1 2=", "1 =2", "1 2=3 2=4", "-1", "1  2=3", "1 a=b"})
  void isNotReadFromOtherText(String text) {
    assertThat(EngineChoice.parse(text)).isEmpty();
  }

  @Test
  void hasNoNegativeEngine() {
    assertThatIllegalArgumentException().isThrownBy(() -> new EngineChoice(-1, new TreeMap<>()));
  }
}
