package io.github.awing.program;

import io.github.awing.program.cpu.Devices;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Two devices of the kind {@code pretend}, which are the processor: the first works, the second
 * fails when it is to run. Modules that test with them list them in {@code META-INF/services}.
 */
public final class PretendDevices implements DeviceProvider {

  /** What was opened in this process, for instance {@code pretend:0 tf32}. */
  public static final List<String> OPENED = new CopyOnWriteArrayList<>();

  /** What the second says when it is to run. */
  public static final String FAILURE = "pretend:1 has fallen off the bus; start the machine again";

  private static final PretendDevice.Listener WORKS = new PretendDevice.Listener() {};

  private static final PretendDevice.Listener FAILS =
      new PretendDevice.Listener() {
        @Override
        public void runs(Map<Operand, INDArray> arrays) {
          throw new DeviceException(FAILURE, new UnsatisfiedLinkError("libpretend.so.1"));
        }
      };

  @Override
  public String kind() {
    return "pretend";
  }

  @Override
  public List<String> describe() {
    return List.of("Pretend One, 2 GB", "Pretend Two, out of order");
  }

  @Override
  public Precision usualPrecision(int index) {
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
    return new PretendDevice("Pretend", Devices.ofNd4j(), index == 0 ? WORKS : FAILS);
  }

  private void require(int index) {
    if (index >= describe().size()) {
      throw new DeviceException(
          "there is no pretend:" + index + "; there are pretend and pretend:1");
    }
  }
}
