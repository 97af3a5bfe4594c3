package io.github.awing.program.cpu;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.program.Device;
import io.github.awing.program.DeviceChoice;
import io.github.awing.program.DeviceException;
import io.github.awing.program.DeviceProvider;
import io.github.awing.program.Precision;
import java.util.List;

/** Provides the processor as a device. */
public final class CpuProvider implements DeviceProvider {

  /** Used by {@link java.util.ServiceLoader}. */
  public CpuProvider() {}

  @Override
  public String kind() {
    return DeviceChoice.CPU.kind();
  }

  @Override
  public List<String> describe() {
    return NativeFloats.areReachable()
        ? List.of(
            Devices.ofNd4j().name()
                + (Devices.supports(Precision.BFLOAT16) ? ", multiplies bfloat16" : ""))
        : List.of();
  }

  @Override
  public Precision defaultPrecision(int index) {
    require(index);
    return Precision.FLOAT32;
  }

  @Override
  public Device open(int index, Precision precision) {
    require(index);
    if (!NativeFloats.areReachable()) {
      throw new DeviceException(
          "ND4J's backend here is that of a graphics card; take a build without -Pcuda");
    }
    return Devices.ofNd4j(precision);
  }

  private static void require(int index) {
    if (index != 0) {
      throw new DeviceException("there is one cpu, so no cpu:" + index + "; give cpu");
    }
  }
}
