package io.github.awing.program.cpu;

import io.github.awing.program.Device;
import io.github.awing.program.Precision;
import io.github.awing.program.nd4j.Nd4jDevice;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** Provides the devices that need no further module. */
public final class Devices {

  private static final class OfNd4j {
    private static final Device DEVICE = usual(Precision.FLOAT32);
  }

  private static final class OfNd4jInBfloat16 {
    private static final Device DEVICE = usual(Precision.BFLOAT16);
  }

  private Devices() {}

  /**
   * The device for ND4J's arrays, on which layers in Deeplearning4j run: the processor, or {@link
   * Nd4jDevice} if ND4J uses a graphics card. Starts ND4J.
   */
  public static Device ofNd4j() {
    return OfNd4j.DEVICE;
  }

  /**
   * The device for ND4J's arrays, with convolutions of another precision.
   *
   * @throws IllegalArgumentException if the precision is not supported; the message says what it
   *     needs
   */
  public static Device ofNd4j(Precision precision) {
    requireSupported(precision);
    return precision == Precision.FLOAT32 ? ofNd4j() : OfNd4jInBfloat16.DEVICE;
  }

  /**
   * The processor with this number of threads, which end with the process.
   *
   * @throws IllegalArgumentException if the precision is not supported, or threads are below 1
   */
  public static Device processor(Precision precision, int threads) {
    requireSupported(precision);
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, but are " + threads);
    }
    return new CpuDevice(precision, threads);
  }

  /**
   * Whether the processor multiplies numbers of this precision itself, and oneDNN, which implements
   * it, is available. Loads native code, so set ND4J's memory limits before.
   */
  public static boolean supports(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> true;
      case TF32 -> false;
      case BFLOAT16 -> OneDnn.isAvailable() && OneDnn.multipliesBfloat16();
    };
  }

  private static void requireSupported(Precision precision) {
    if (!supports(precision)) {
      throw new IllegalArgumentException(
          precision == Precision.TF32
              ? "tf32 needs a graphics card; the processor multiplies float32, and some bfloat16"
              : "bfloat16 needs a processor that multiplies it (AVX512_BF16) and"
                  + " org.bytedeco:dnnl with native code for it");
    }
  }

  /**
   * Whether ND4J uses the processor, and oneDNN has native code for its convolutions. Starts ND4J.
   */
  public static boolean hasOneDnn() {
    return ofNd4j() instanceof CpuDevice processor && processor.hasOneDnn();
  }

  private static Device usual(Precision precision) {
    return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU
        ? new CpuDevice(precision, CpuDevice.usualThreads())
        : new Nd4jDevice();
  }
}
