package io.github.awing.program;

import io.github.awing.program.cpu.Devices;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Provides three devices of the kind {@code pretend} that use the processor: the first works, the
 * second fails at its fifth run, the third at its first. Modules that test with them list them in
 * {@code META-INF/services}.
 */
public final class SimulatedDevices implements DeviceProvider {

  /** Devices opened in this process, for instance {@code pretend:0 tf32}. */
  public static final List<String> OPENED = new CopyOnWriteArrayList<>();

  /** Message of the failing devices. */
  public static final String FAILURE = "the device has fallen off the bus; start the machine again";

  private static final List<Integer> GOOD_RUNS = List.of(Integer.MAX_VALUE, 4, 0);

  private static SimulatedDevice.Listener failingAfter(int goodRuns) {
    AtomicInteger left = new AtomicInteger(goodRuns);
    return new SimulatedDevice.Listener() {
      @Override
      public void runs(Map<Operand, INDArray> arrays) {
        if (left.getAndDecrement() <= 0) {
          throw new DeviceException(FAILURE, new UnsatisfiedLinkError("libpretend.so.1"));
        }
      }
    };
  }

  @Override
  public String kind() {
    return "pretend";
  }

  @Override
  public List<String> describe() {
    return List.of("Pretend One, 2 GB", "Pretend Two, 2 GB", "Pretend Three, 2 GB");
  }

  @Override
  public Precision defaultPrecision(int index) {
    require(index);
    return Precision.TF32;
  }

  @Override
  public Device open(int index, Precision precision) {
    require(index);
    if (precision == Precision.BFLOAT16) {
      throw new IllegalArgumentException("pretended devices have float32 and tf32 alone");
    }
    OPENED.add("pretend:" + index + " " + precision);
    return new SimulatedDevice("Pretend", Devices.ofNd4j(), failingAfter(GOOD_RUNS.get(index)));
  }

  private void require(int index) {
    if (index >= describe().size()) {
      throw new DeviceException(
          "there is no pretend:" + index + "; there are pretend, pretend:1 and pretend:2");
    }
  }
}
