package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.awing.program.Device;
import io.github.awing.program.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whole networks by the kernels, on the processor. */
@Tag("slow")
class EmulatedNetworkTest {

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Emulated extends NetworkContract {

    private final Precision precision;
    private EmulatedCard card;
    private Device device;

    Emulated(Precision precision) {
      this.precision = precision;
    }

    @BeforeAll
    void makeCard(@TempDir Path folder) {
      assumeTrue(NativeCompiler.isThere(), "the kernels are compiled by g++, which is not here");
      card = new EmulatedCard(folder);
      device = new CudaDevice(card, precision, true);
    }

    @AfterAll
    void allMemoryWasGivenBack() {
      if (card != null) {
        assertThat(card.allocations()).isZero();
      }
    }

    @Override
    protected Device device() {
      return device;
    }
  }

  @Nested
  class Floats extends Emulated {
    Floats() {
      super(Precision.FLOAT32);
    }

    @Override
    protected double tolerance() {
      return 1e-3;
    }
  }

  @Nested
  class Bfloat16 extends Emulated {
    Bfloat16() {
      super(Precision.BFLOAT16);
    }

    @Override
    protected double tolerance() {
      return 5e-2;
    }
  }
}
