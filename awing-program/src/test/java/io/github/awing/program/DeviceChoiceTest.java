package io.github.awing.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.awing.program.cpu.Devices;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {

  @ParameterizedTest
  @CsvSource({
    "cpu, cpu, 0",
    "cuda, cuda, 0",
    "cuda:0, cuda, 0",
    "cuda:1, cuda, 1",
    "cuda:15, cuda, 15"
  })
  void parsesKindAndIndex(String word, String kind, int index) {
    assertThat(DeviceChoice.of(word)).isEqualTo(new DeviceChoice(kind, index));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gpu",
        "CPU",
        "Cuda",
        " cuda",
        "cuda ",
        "cuda:",
        "cuda:-1",
        "cuda:x",
        "cuda:1.5",
        "cuda:+1",
        "cuda:99999999999",
        "cuda:1:2",
        "cuda1",
        "1",
        ":1",
        "cuda:\u0661"
      })
  void refusesUnknownDevicesAndListsTheKnownOnes(String word) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceChoice.of(word))
        .withMessage(
            "there is no device '"
                + word
                + "'; give cpu, cuda, or cuda:N, N the card's number from 0");
  }

  @Property
  void aChoiceIsReadBackFromItsName(@ForAll @IntRange(max = 9999) int index) {
    DeviceChoice choice = new DeviceChoice("cuda", index);
    assertThat(DeviceChoice.of(choice.toString())).isEqualTo(choice);
  }

  @Property
  void anyTextIsParsedOrRefusedInOneLine(@ForAll String word) {
    try {
      assertThat(DeviceChoice.of(word).index()).isNotNegative();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("there is no device '");
    }
  }

  @Test
  void refusesNegativeNumbersAndOtherWords() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DeviceChoice("cuda", -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new DeviceChoice("CUDA", 0));
  }

  @Test
  void theProcessorIsAlwaysAvailable() {
    assertThat(DeviceChoice.CPU.open(Precision.FLOAT32)).isSameAs(Devices.ofNd4j());
    assertThat(DeviceChoice.CPU.defaultPrecision()).isEqualTo(Precision.FLOAT32);
    assertThat(DeviceChoice.CPU.provider().describe()).singleElement().asString().startsWith("CPU");
  }

  @Test
  void thereIsOneProcessorAndItKnowsNoTf32() {
    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> new DeviceChoice("cpu", 1).open(Precision.FLOAT32))
        .withMessageContaining("no cpu:1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceChoice.CPU.open(Precision.TF32))
        .withMessageContaining("tf32 needs a graphics card");
  }

  /** No module on this test's class path provides cards. */
  @Test
  void namesTheBuildThatSupportsCards() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceChoice.CUDA.open(Precision.FLOAT32))
        .withMessage("this build has no CUDA; build it with ./mvnw -Pgpu package");
  }

  @ParameterizedTest
  @CsvSource({"float32, FLOAT32", "tf32, TF32", "bfloat16, BFLOAT16"})
  void precisionsHaveNames(String word, Precision precision) {
    assertThat(Precision.named(word)).isEqualTo(precision).hasToString(word);
  }

  @Test
  void refusesUnknownPrecisionsAndListsTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Precision.named("float16"))
        .withMessage("there is no precision 'float16', but float32, tf32, bfloat16");
  }
}
