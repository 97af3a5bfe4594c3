package io.github.awing.model.nd4j;

import io.github.awing.model.program.Device;
import io.github.awing.model.program.DeviceContract;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class Nd4jDeviceTest extends DeviceContract {

  @Override
  protected Device device() {
    return new Nd4jDevice();
  }
}
