package io.github.awing.eval.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.data.Box;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxesParameterTest {

  @Property(tries = 500)
  void formattedBoxesAreParsed(@ForAll("boxes") List<Box> boxes) {
    String text =
        boxes.stream()
            .map(
                box ->
                    Stream.of(box.left(), box.top(), box.right(), box.bottom())
                        .map(String::valueOf)
                        .collect(Collectors.joining(",")))
            .collect(Collectors.joining(";"));

    assertThat(BoxesParameter.parse(text)).isEqualTo(boxes);
  }

  @Provide
  Arbitrary<List<Box>> boxes() {
    Arbitrary<Double> place = Arbitraries.doubles().between(-1e6, 1e6);
    Arbitrary<Double> size = Arbitraries.doubles().between(1, 1e6);
    return Combinators.combine(place, place, size, size)
        .as((left, top, width, height) -> new Box(left, top, left + width, top + height))
        .list()
        .ofMinSize(1)
        .ofMaxSize(64);
  }

  @Property(tries = 2000)
  void anyTextIsReadOrRefusedInOneLine(@ForAll("texts") String text) {
    try {
      assertThat(BoxesParameter.parse(text)).isNotEmpty();
    } catch (Refusal refusal) {
      assertThat(refusal.answer().status()).isEqualTo(400);
      assertThat(refusal).hasMessageStartingWith("boxes: ");
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("0123456789.,;-+eE xNaif").ofMaxLength(40),
        Arbitraries.strings().ofMaxLength(20));
  }

  @Test
  void blanksAroundNumbersDoNotMatter() {
    assertThat(BoxesParameter.parse(" 1, 2.5 ,3,4e0;-5,.5,+6,7."))
        .containsExactly(new Box(1, 2.5, 3, 4), new Box(-5, 0.5, 6, 7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | box 1 has 0 numbers; left,top,right,bottom in pixels are expected",
        "1,2,3 | box 1 has 3 numbers",
        "1,2,3,4; | box 2 has 0 numbers",
        "1,2,3,4;1,2,3,4,5 | box 2 has 5 numbers",
        "1,2,x,4 | box 1: 'x' is no number",
        "1,2,NaN,4 | box 1: 'NaN' is no number",
        "1,2,0x1p3,4 | box 1: '0x1p3' is no number",
        "1,2,9d,4 | box 1: '9d' is no number",
        "1,2,1e999,4 | box 1: a box needs left < right and top < bottom, all finite",
        "50,40,30,30 | if these are x, y, width and height, then right is x + width",
      })
  void errorsAreExplained(String text, String why) {
    assertThatThrownBy(() -> BoxesParameter.parse(text))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("boxes: ")
        .hasMessageContaining(why);
  }

  @Test
  void tooManyBoxesAreRefused() {
    assertThatThrownBy(() -> BoxesParameter.parse("1,2,3,4;".repeat(64) + "1,2,3,4"))
        .isInstanceOf(Refusal.class)
        .hasMessage("boxes: there are 65; at most 64 are accepted");
  }
}
