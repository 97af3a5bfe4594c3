package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CudaMemoryTest {

  @Test
  void saysHowMuchIsMissingAndWhatHelps() {
    assertThat(CudaMemory.tooLittle(3L << 30, 1L << 29, 16L << 30))
        .isEqualTo(
            "the card has too little memory: 3.00 GiB asked, 0.50 of 16.00 GiB free; a smaller"
                + " batch or --precision bfloat16 needs less");
  }
}
