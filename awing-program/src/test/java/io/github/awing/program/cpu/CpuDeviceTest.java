package io.github.awing.program.cpu;

import io.github.awing.program.Device;
import io.github.awing.program.DeviceContract;
import io.github.awing.program.Op;
import io.github.awing.program.Precision;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * Tests numbers of threads for which each thread computes whole faces, all threads share each face,
 * or both.
 */
class CpuDeviceTest {

  @Nested
  class Usual extends DeviceContract {
    @Override
    protected Device device() {
      return Devices.ofNd4j();
    }
  }

  @Nested
  @Tag("slow")
  class OneThread extends DeviceContract {
    private static final Device DEVICE = threads(1);

    @Override
    protected Device device() {
      return DEVICE;
    }
  }

  @Nested
  @Tag("slow")
  class TwoThreads extends DeviceContract {
    private static final Device DEVICE = threads(2);

    @Override
    protected Device device() {
      return DEVICE;
    }
  }

  @Nested
  @Tag("slow")
  class ThreeThreads extends DeviceContract {
    private static final Device DEVICE = threads(3);

    @Override
    protected Device device() {
      return DEVICE;
    }
  }

  @Nested
  @Tag("slow")
  class EightThreads extends DeviceContract {
    private static final Device DEVICE = threads(8);

    @Override
    protected Device device() {
      return DEVICE;
    }
  }

  /** As on processors that oneDNN has no code for. */
  @Nested
  @Tag("slow")
  class WithNd4jsConvolutions extends DeviceContract {
    private static final Device DEVICE = CpuDevice.withoutOneDnn(2);

    @Override
    protected Device device() {
      return DEVICE;
    }
  }

  @Nested
  @Tag("slow")
  class Bfloat16 extends DeviceContract {
    private static final Device DEVICE =
        Devices.supports(Precision.BFLOAT16)
            ? Devices.processor(Precision.BFLOAT16, 2)
            : threads(2);

    @Override
    protected Device device() {
      return DEVICE;
    }

    /** The factors have eight binary digits. */
    @Override
    protected double tolerance(Op op) {
      boolean convolves = op.getClass().getSimpleName().startsWith("Convolution");
      return convolves ? 2e-2 : super.tolerance(op);
    }
  }

  private static Device threads(int count) {
    return Devices.processor(Precision.FLOAT32, count);
  }
}
