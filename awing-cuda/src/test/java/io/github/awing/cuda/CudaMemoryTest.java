package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CudaMemoryTest {

  @Test
  void reportsTheMissingMemoryAndARemedy() {
    assertThat(CudaMemory.tooLittle(3L << 30, 1L << 29, 16L << 30))
        .isEqualTo(
            "the card has too little memory: 3.0 GiB asked, 512.0 MiB of 16.0 GiB free; a"
                + " smaller batch or --precision bfloat16 needs less");
  }
}
