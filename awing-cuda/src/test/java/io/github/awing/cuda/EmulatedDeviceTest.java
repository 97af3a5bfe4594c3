package io.github.awing.cuda;

import io.github.awing.program.Device;
import io.github.awing.program.DeviceContract;
import io.github.awing.program.Op;
import io.github.awing.program.Precision;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the kernels and their launches on the processor. */
class EmulatedDeviceTest {

  @Nested
  class Floats extends DeviceContract {
    @RegisterExtension static final EmulatedCards CARD = new EmulatedCards(Precision.FLOAT32);

    @Override
    protected Device device() {
      return CARD.device();
    }
  }

  @Nested
  @Tag("slow")
  class Bfloat16 extends DeviceContract {
    @RegisterExtension static final EmulatedCards CARD = new EmulatedCards(Precision.BFLOAT16);

    @Override
    protected Device device() {
      return CARD.device();
    }

    /** Activations have eight binary digits, of which a program of many steps loses three. */
    @Override
    protected double tolerance(Op op) {
      return op instanceof Op.Convolution ? 8e-2 : 1e-2;
    }
  }

  @Nested
  class Staged extends StagingContract {
    @RegisterExtension static final EmulatedCards CARD = new EmulatedCards(Precision.FLOAT32);

    @Override
    protected Device device() {
      return CARD.device();
    }
  }
}
