package io.github.awing.cuda;

import io.github.awing.program.Device;
import io.github.awing.program.DeviceContract;
import io.github.awing.program.Op;
import io.github.awing.program.Precision;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** A card's operations and programs, where the machine has one. */
@Tag("slow")
class CudaDeviceTest {

  @BeforeAll
  static void aCardIsThere() {
    CardOfMachine.device(Precision.FLOAT32);
  }

  @Nested
  class Floats extends DeviceContract {
    @Override
    protected Device device() {
      return CardOfMachine.device(Precision.FLOAT32);
    }

    /** Sums of a card are in another order, and its powers are rounded twice. */
    @Override
    protected double tolerance(Op op) {
      return 2e-5;
    }
  }

  @Nested
  class Tf32 extends DeviceContract {
    @Override
    protected Device device() {
      return CardOfMachine.device(Precision.TF32);
    }

    /** Convolutions multiply eleven digits of binary. */
    @Override
    protected double tolerance(Op op) {
      boolean convolves = op.getClass().getSimpleName().startsWith("Convolution");
      return convolves ? 1e-2 : 2e-5;
    }
  }

  @Nested
  class Bfloat16 extends DeviceContract {
    @Override
    protected Device device() {
      return CardOfMachine.device(Precision.BFLOAT16);
    }

    /** Activations have eight digits of binary, of which a program of many steps loses three. */
    @Override
    protected double tolerance(Op op) {
      return op instanceof Op.Convolution ? 8e-2 : 1e-2;
    }
  }

  @Nested
  class Staged extends StagingContract {
    @Override
    protected Device device() {
      return CardOfMachine.device(Precision.FLOAT32);
    }
  }
}
