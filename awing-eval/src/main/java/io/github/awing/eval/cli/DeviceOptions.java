package io.github.awing.eval.cli;

import io.github.awing.program.Device;
import io.github.awing.program.DeviceChoice;
import io.github.awing.program.DeviceException;
import io.github.awing.program.Precision;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The options {@code --device} and {@code --precision}: the computing device and the numbers that
 * it multiplies. Check them before ND4J starts; open the device after.
 */
public final class DeviceOptions {

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description =
          "computing device: cpu, cuda, or cuda:N for another card than the first (default: cpu;"
              + " cuda in a build with -Pcuda); a device that cannot be used is an error")
  private String device;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description =
          "precision of convolutions: float32, tf32 on graphics cards, or bfloat16 on graphics cards"
              + " and some processors (default: float32; for training on a card, tf32 if it has"
              + " it)")
  private String precision;

  @Option(names = "--bfloat16", description = "the same as --precision bfloat16")
  private boolean bfloat16;

  /**
   * Checks the options without loading native code.
   *
   * @throws IllegalArgumentException if there is no such device or precision, or none in this build
   */
  public void check() {
    precision();
    DeviceChoice choice = choice();
    if (Nd4jCard.isBuiltIn()) {
      Nd4jCard.requireUsable(choice);
    } else {
      try {
        choice.provider();
      } catch (IllegalArgumentException e) {
        throw named("--device " + device, e);
      }
    }
  }

  private DeviceChoice choice() {
    if (device == null) {
      return Nd4jCard.usual();
    }
    try {
      return DeviceChoice.of(device);
    } catch (IllegalArgumentException e) {
      throw named("--device", e);
    }
  }

  /**
   * The precision; empty if the option is left out.
   *
   * @throws IllegalArgumentException if there is no such precision, or two options contradict each
   *     other
   */
  public Optional<Precision> precision() {
    Optional<Precision> chosen;
    try {
      chosen = Optional.ofNullable(precision).map(Precision::named);
    } catch (IllegalArgumentException e) {
      throw named("--precision", e);
    }
    if (bfloat16 && chosen.orElse(Precision.BFLOAT16) != Precision.BFLOAT16) {
      throw new IllegalArgumentException(
          "--bfloat16 and --precision %s exclude each other; give one of them"
              .formatted(precision));
    }
    return bfloat16 ? Optional.of(Precision.BFLOAT16) : chosen;
  }

  private static IllegalArgumentException named(String option, IllegalArgumentException e) {
    return new IllegalArgumentException(option + ": " + e.getMessage(), e);
  }

  /** Whether the option names a device other than the processor. */
  public boolean namesAnother() {
    return device != null && !isProcessor();
  }

  /** Whether the processor computes. */
  public boolean isProcessor() {
    return choice().equals(DeviceChoice.CPU);
  }

  /**
   * Checks that several devices can train at once: only ND4J's devices in float32 can.
   *
   * @throws IllegalArgumentException if another device or precision is chosen
   */
  public void requireNd4js() {
    if (namesAnother() && !Nd4jCard.isBuiltIn()) {
      throw new IllegalArgumentException(
          "--device %s trains on one device; leave out --devices".formatted(device));
    }
    Precision chosen = precision().orElse(Precision.FLOAT32);
    if (chosen != Precision.FLOAT32) {
      throw new IllegalArgumentException(
          "--precision %s cannot be had with several devices".formatted(chosen));
    }
  }

  /** These options, completed by the others where one is left out. */
  public DeviceOptions orElse(DeviceOptions others) {
    DeviceOptions both = new DeviceOptions();
    both.device = device == null ? others.device : device;
    both.precision = precision().or(others::precision).map(Precision::toString).orElse(null);
    return both;
  }

  /**
   * Opens the device for training, in its usual precision unless the user names another.
   *
   * @throws IllegalArgumentException if the device has no such precision
   * @throws DeviceException if the device is absent or cannot be used
   */
  public Device openToTrain() {
    boolean nd4j = Nd4jCard.isBuiltIn();
    return open(
        precision().orElseGet(() -> nd4j ? Precision.FLOAT32 : choice().defaultPrecision()));
  }

  /**
   * Opens the device in this precision and prints its name on standard error.
   *
   * @throws IllegalArgumentException if the device has no such precision
   * @throws DeviceException if the device is absent or cannot be used
   */
  public Device open(Precision chosen) {
    DeviceChoice choice = choice();
    if (choice.equals(DeviceChoice.CPU)) {
      return choice.open(chosen);
    }
    Device opened = Nd4jCard.isBuiltIn() ? Nd4jCard.open(chosen) : choice.open(chosen);
    System.err.printf("device: %s, %s%n", opened.name(), chosen);
    return opened;
  }
}
