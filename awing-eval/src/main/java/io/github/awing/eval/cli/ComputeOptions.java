package io.github.awing.eval.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands that compute much are asked about the machine, and what is asked of it. */
public final class ComputeOptions {

  @Mixin private DeviceOptions devices = new DeviceOptions();

  @Option(
      names = "--memory-gigabytes",
      paramLabel = "N",
      description = "most memory outside the Java heap (default: 80 %% of the machine's)")
  private Double memoryGigabytes;

  /** What computes. */
  public DeviceOptions devices() {
    return devices;
  }

  /**
   * Starts ND4J as asked, see {@link ComputeBackend#start()}.
   *
   * @throws IllegalArgumentException if the device cannot be had in this build, or the memory is
   *     not above 0
   */
  public void start() {
    start(devices);
  }

  /** The same with other devices. */
  public void start(DeviceOptions instead) {
    if (memoryGigabytes != null && !(memoryGigabytes > 0)) {
      throw new IllegalArgumentException(
          "--memory-gigabytes must be above 0, but is " + memoryGigabytes);
    }
    instead.check();
    if (memoryGigabytes == null) {
      ComputeBackend.start();
    } else {
      ComputeBackend.start((long) (memoryGigabytes * (1L << 30)));
    }
  }
}
