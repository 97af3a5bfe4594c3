package io.github.awing.eval.program;

import picocli.CommandLine.Option;

/** The options {@code --device} and {@code --memory-gigabytes}, for commands that compute much. */
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

  /**
   * Starts ND4J as asked, see {@link ComputeBackend#start()}.
   *
   * @throws IllegalArgumentException if the device cannot be had, or the memory is not above 0
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
  }
}
