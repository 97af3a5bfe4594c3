package io.github.awing.eval.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options {@code --device}, {@code --precision} and {@code --memory-gigabytes}, for commands
 * that train.
 */
public final class ComputeOptions {

  @Mixin private DeviceOptions devices = new DeviceOptions();

  @Option(
      names = "--memory-gigabytes",
      paramLabel = "N",
      description = "most memory outside the Java heap (default: 80 %% of the machine's)")
  private Double memoryGigabytes;

  /** The device and its precision. */
  public DeviceOptions devices() {
    return devices;
  }

  /**
   * Starts ND4J with these options, see {@link ComputeBackend#start()}.
   *
   * @throws IllegalArgumentException if this build cannot use the device, or the memory is not
   *     above 0
   */
  public void start() {
    start(devices);
  }

  /** Starts ND4J with other devices. */
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
