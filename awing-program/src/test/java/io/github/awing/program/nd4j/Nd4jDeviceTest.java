package io.github.awing.program.nd4j;

import io.github.awing.program.Device;
import io.github.awing.program.DeviceContract;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class Nd4jDeviceTest extends DeviceContract {

  @Override
  protected Device device() {
    return new Nd4jDevice();
  }
}
