package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.awing.program.DeviceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CudaStatusTest {

  @Test
  void acceptsSuccess() {
    CudaStatus.require(0, "try");
  }

  @Test
  void reportsTheActionAndARemedy() {
    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> CudaStatus.require(2, "prepare a recording"))
        .withMessage(
            "cannot prepare a recording: the card has not enough memory; a smaller batch or"
                + " --precision bfloat16 needs less");
  }

  /** Status codes of cuda.h. */
  @ParameterizedTest
  @ValueSource(ints = {2, 34, 46, 100, 101, 209, 214, 222, 802, 803, 804, 999})
  void givesTheRemedyInOneLine(int status) {
    assertThat(CudaStatus.reason(status)).contains(";").doesNotContain("\n");
  }
}
