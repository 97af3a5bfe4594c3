package io.github.awing.program;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Choice of a device by name: {@code cpu}, {@code cuda}, or {@code cuda:1} for the second card. No
 * other device is used in its place.
 *
 * @param kind see {@link DeviceProvider#kind}
 * @param index of the device among those of its kind, from 0
 */
public record DeviceChoice(String kind, int index) {

  /** The processor. */
  public static final DeviceChoice CPU = new DeviceChoice("cpu", 0);

  /** The first NVIDIA graphics card. */
  public static final DeviceChoice CUDA = new DeviceChoice("cuda", 0);

  private static final Pattern WORD = Pattern.compile("([a-z]+)(?::(\\d{1,4}))?");

  /** Checks kind and index. */
  public DeviceChoice {
    if (!kind.matches("[a-z]+")) {
      throw new IllegalArgumentException(
          "a kind of devices is a lower-case word, not '" + kind + "'");
    }
    if (index < 0) {
      throw new IllegalArgumentException("devices are numbered from 0, but index is " + index);
    }
  }

  /**
   * Parses a choice; does not check that the device exists.
   *
   * @throws IllegalArgumentException if the kind is not known, or the index is not a number
   */
  public static DeviceChoice of(String word) {
    Matcher matcher = WORD.matcher(word);
    if (!matcher.matches() || !isKnown(matcher.group(1))) {
      throw new IllegalArgumentException(
          "there is no device '%s'; give cpu, cuda, or cuda:N, N the card's number from 0"
              .formatted(word));
    }
    String number = matcher.group(2);
    return new DeviceChoice(matcher.group(1), number == null ? 0 : Integer.parseInt(number));
  }

  private static boolean isKnown(String kind) {
    return Stream.of(CPU, CUDA).anyMatch(known -> known.kind.equals(kind))
        || provider(kind).isPresent();
  }

  /** All providers of devices, including those that have no device here. */
  public static List<DeviceProvider> providers() {
    return ServiceLoader.load(DeviceProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  private static Optional<DeviceProvider> provider(String kind) {
    return providers().stream().filter(provider -> provider.kind().equals(kind)).findFirst();
  }

  /**
   * The provider of this device.
   *
   * @throws IllegalArgumentException if this build has none; the message says which build has one
   */
  public DeviceProvider provider() {
    return provider(kind)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "this build has no %s; build it with ./mvnw -Pgpu package"
                        .formatted(kind.toUpperCase(Locale.ROOT))));
  }

  /**
   * Opens the device.
   *
   * @throws IllegalArgumentException if this build has no provider for it, or the device does not
   *     support the precision
   * @throws DeviceException if the device does not exist or cannot be used
   */
  public Device open(Precision precision) {
    return provider().open(index, precision);
  }

  /**
   * Default precision of the device for training.
   *
   * @throws IllegalArgumentException if this build has no provider for it
   * @throws DeviceException if there is no such device
   */
  public Precision defaultPrecision() {
    return provider().defaultPrecision(index);
  }

  /** The name, as on the command line. */
  @Override
  public String toString() {
    return index == 0 ? kind : kind + ":" + index;
  }
}
