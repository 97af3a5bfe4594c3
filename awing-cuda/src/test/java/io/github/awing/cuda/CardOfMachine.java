package io.github.awing.cuda;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.awing.program.Device;
import io.github.awing.program.DeviceException;
import io.github.awing.program.Precision;
import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;

/** Opens the first card of this machine, once for every precision. */
final class CardOfMachine {

  private static final Map<Precision, Device> OPENED = new EnumMap<>(Precision.class);

  private CardOfMachine() {}

  /** Free bytes of its memory; the calling thread must have used the card. */
  static long freeBytes() {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer all = new SizeTPointer(1)) {
      CudaStatus.require(cudart.cuMemGetInfo(free, all), "ask for free memory");
      return free.get();
    }
  }

  /** Opens the card, or skips the test with the reason why it cannot be opened. */
  static synchronized Device device(Precision precision) {
    // Other tests may have loaded the empty driver library, which has no functions.
    assumeTrue(InstalledLibraries.hasDriver(), "there is no driver of NVIDIA's");
    CudaProvider provider = new CudaProvider();
    try {
      assumeTrue(!provider.describe().isEmpty(), "there is no card of NVIDIA's");
      return OPENED.computeIfAbsent(precision, absent -> provider.open(0, precision));
    } catch (DeviceException e) {
      return abort(e.getMessage());
    }
  }
}
