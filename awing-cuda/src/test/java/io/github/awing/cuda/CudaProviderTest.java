package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.program.DeviceProvider;
import io.github.awing.program.Precision;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class CudaProviderTest {

  private static final CardFacts PASCAL = new CardFacts("GTX 1080", 6, 1, 20, 8L << 30);
  private static final CardFacts TURING = new CardFacts("Tesla T4", 7, 5, 40, 15L << 30);
  private static final CardFacts AMPERE = new CardFacts("A100", 8, 0, 108, 80L << 30);

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(DeviceProvider.class))
        .hasAtLeastOneElementOfType(CudaProvider.class);
    assertThat(new CudaProvider().kind()).isEqualTo("cuda");
  }

  @Test
  void describesACardInOneLine() {
    assertThat(CudaProvider.line(1, TURING, "driver for CUDA 13.0, CUDA 13.0, cuDNN 9.24.0"))
        .isEqualTo(
            "cuda:1 Tesla T4, 15.0 GiB, compute capability 7.5, driver for CUDA 13.0, CUDA 13.0,"
                + " cuDNN 9.24.0");
    assertThat(CudaProvider.line(0, PASCAL, "")).contains("6.1 (too old)");
  }

  @Test
  void refusesCardsOlderThanTuring() {
    assertThat(CudaCard.tooOld(PASCAL))
        .contains(
            "GTX 1080 has compute capability 6.1, but CUDA 13 needs 7.5 or newer: choose another"
                + " device");
    assertThat(CudaCard.tooOld(TURING)).isEmpty();
    assertThat(CudaCard.tooOld(AMPERE)).isEmpty();
  }

  @Test
  void refusesPrecisionsThatTuringLacks() {
    assertThat(CudaProvider.unsupported(Precision.FLOAT32, TURING)).isEmpty();
    assertThat(CudaProvider.unsupported(Precision.BFLOAT16, TURING))
        .contains(
            "Tesla T4 does not multiply bfloat16, which needs compute capability 8.0: choose"
                + " --precision float32");
    assertThat(CudaProvider.unsupported(Precision.TF32, TURING)).isPresent();
    assertThat(CudaProvider.unsupported(Precision.BFLOAT16, AMPERE)).isEmpty();
  }

  @Test
  void choosesTheCardsPrecisionForTraining() {
    assertThat(CudaProvider.usual(TURING)).isEqualTo(Precision.FLOAT32);
    assertThat(CudaProvider.usual(AMPERE)).isEqualTo(Precision.TF32);
  }
}
