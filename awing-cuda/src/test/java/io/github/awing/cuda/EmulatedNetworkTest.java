package io.github.awing.cuda;

import io.github.awing.program.Device;
import io.github.awing.program.Precision;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests whole networks with the kernels, on the processor. */
@Tag("slow")
class EmulatedNetworkTest {

  @Nested
  class Floats extends NetworkContract {
    @RegisterExtension static final EmulatedCards CARD = new EmulatedCards(Precision.FLOAT32);

    @Override
    protected Device device() {
      return CARD.device();
    }

    @Override
    protected double tolerance() {
      return 1e-3;
    }
  }

  @Nested
  class Bfloat16 extends NetworkContract {
    @RegisterExtension static final EmulatedCards CARD = new EmulatedCards(Precision.BFLOAT16);

    @Override
    protected Device device() {
      return CARD.device();
    }

    @Override
    protected double tolerance() {
      return 5e-2;
    }
  }
}
