package io.github.awing.cuda;

import io.github.awing.program.Device;
import io.github.awing.program.DeviceContract;
import io.github.awing.program.Op;
import io.github.awing.program.Precision;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Tests operations and programs on a card, if the machine has one. */
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

    /** A card sums in another order, and rounds powers twice. */
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

    /** Convolutions multiply eleven binary digits. */
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

    /** Activations have eight binary digits, of which a program of many steps loses three. */
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
