package io.github.awing.cuda;

import io.github.awing.program.Device;
import io.github.awing.program.Precision;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Tests whole networks on a card, if the machine has one. */
@Tag("slow")
class CudaNetworkTest {

  @BeforeAll
  static void aCardIsThere() {
    CardOfMachine.device(Precision.FLOAT32);
  }

  @Nested
  class Floats extends NetworkContract {
    @Override
    protected Device device() {
      return CardOfMachine.device(Precision.FLOAT32);
    }

    @Override
    protected double tolerance() {
      return 1e-3;
    }
  }

  @Nested
  class Tf32 extends NetworkContract {
    @Override
    protected Device device() {
      return CardOfMachine.device(Precision.TF32);
    }

    @Override
    protected double tolerance() {
      return 1e-2;
    }
  }

  @Nested
  class Bfloat16 extends NetworkContract {
    @Override
    protected Device device() {
      return CardOfMachine.device(Precision.BFLOAT16);
    }

    @Override
    protected double tolerance() {
      return 5e-2;
    }
  }
}
