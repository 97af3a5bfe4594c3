package io.github.awing.model.cpu;

import io.github.awing.model.program.Device;
import io.github.awing.model.program.DeviceContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Numbers of threads for which each takes faces for itself, all work on each face, or both. */
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

  private static Device threads(int count) {
    return Devices.processor(ConvolutionPrecision.FLOAT32, count);
  }
}
