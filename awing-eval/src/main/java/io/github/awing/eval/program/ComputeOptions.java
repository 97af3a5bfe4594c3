package io.github.awing.eval.program;

import io.github.awing.program.cpu.ConvolutionPrecision;
import picocli.CommandLine.Option;

/** What commands that compute much are asked about the machine, and what is asked of it. */
public final class ComputeOptions {

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description =
          "cpu or cuda (default: cuda in a build with -Pcuda, else cpu); what is asked for and"
              + " cannot be had is an error")
  private ComputeDevice device;

  @Option(
      names = "--memory-gigabytes",
      paramLabel = "N",
      description = "most memory outside the Java heap (default: 80 %% of the machine's)")
  private Double memoryGigabytes;

  @Option(
      names = "--bfloat16",
      description =
          "convolve in bfloat16, which takes half the time where the processor multiplies it"
              + " (AVX512_BF16), and leaves two or three digits of what is multiplied")
  private boolean bfloat16;

  /** The numbers that convolutions are to multiply. */
  public ConvolutionPrecision precision() {
    return bfloat16 ? ConvolutionPrecision.BFLOAT16 : ConvolutionPrecision.FLOAT32;
  }

  /**
   * Starts ND4J as asked, see {@link ComputeBackend#start()}.
   *
   * @throws IllegalArgumentException if the device or bfloat16 cannot be had, or the memory is not
   *     above 0
   */
  public void start() {
    if (memoryGigabytes != null && !(memoryGigabytes > 0)) {
      throw new IllegalArgumentException(
          "--memory-gigabytes must be above 0, but is " + memoryGigabytes);
    }
    ComputeDevice chosen = device == null ? ComputeDevice.usual() : device;
    chosen.requireUsable();
    if (memoryGigabytes == null) {
      ComputeBackend.start();
    } else {
      ComputeBackend.start((long) (memoryGigabytes * (1L << 30)));
    }
    chosen.requireStarted();
    precision().requireSupported();
  }
}
