package io.github.awing.program.cpu;

import io.github.awing.program.Device;
import io.github.awing.program.Precision;
import io.github.awing.program.nd4j.Nd4jDevice;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** The devices that are there without further modules. */
public final class Devices {

  private static final class OfNd4j {
    private static final Device DEVICE = usual(Precision.FLOAT32);
  }

  private static final class OfNd4jInBfloat16 {
    private static final Device DEVICE = usual(Precision.BFLOAT16);
  }

  private Devices() {}

  /**
   * The device where ND4J's arrays lie: what layers under Deeplearning4j run on. The processor, or
   * on a graphics card {@link Nd4jDevice}. Starts ND4J.
   */
  public static Device ofNd4j() {
    return OfNd4j.DEVICE;
  }

  /**
   * The same with convolutions of another precision.
   *
   * @throws IllegalArgumentException if it is not supported; the message says what it needs
   */
  public static Device ofNd4j(Precision precision) {
    requireSupported(precision);
    return precision == Precision.FLOAT32 ? ofNd4j() : OfNd4jInBfloat16.DEVICE;
  }

  /**
   * The processor, with so many threads, which end with the process.
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
   * Whether the processor multiplies such numbers itself, and oneDNN, which we do it with, is here.
   * Loads native code, so ND4J's limits of memory have to be set before.
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

  /** Whether the processor is there and convolves by oneDNN, with code of its own. Starts ND4J. */
  public static boolean hasOneDnn() {
    return ofNd4j() instanceof CpuDevice processor && processor.hasOneDnn();
  }

  private static Device usual(Precision precision) {
    return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU
        ? new CpuDevice(precision, CpuDevice.usualThreads())
        : new Nd4jDevice();
  }
}
