package io.github.awing.program;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A device as people name it: {@code cpu}, {@code cuda}, or {@code cuda:1} for the second card. It
 * is never replaced by another one.
 *
 * @param kind see {@link DeviceProvider#kind}
 * @param index of the device among those of its kind, from 0
 */
public record DeviceChoice(String kind, int index) {

  /** The processor. */
  public static final DeviceChoice CPU = new DeviceChoice("cpu", 0);

  /** The first graphics card of NVIDIA's. */
  public static final DeviceChoice CUDA = new DeviceChoice("cuda", 0);

  private static final Pattern WORD = Pattern.compile("([a-z]+)(?::(\\d{1,4}))?");

  /** Checks the two. */
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
   * Reads a choice; whether there is such a device is not asked.
   *
   * @throws IllegalArgumentException if this is no kind that anybody knows, or no number follows it
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

  /** What brings devices here, whether or not it has any. */
  public static List<DeviceProvider> providers() {
    return ServiceLoader.load(DeviceProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  private static Optional<DeviceProvider> provider(String kind) {
    return providers().stream().filter(provider -> provider.kind().equals(kind)).findFirst();
  }

  /**
   * What brings this device.
   *
   * @throws IllegalArgumentException if nothing here does; the message says what would
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
   * Opens it.
   *
   * @throws IllegalArgumentException if nothing here brings it, or it has no such precision
   * @throws DeviceException if there is no such device, or it cannot be used
   */
  public Device open(Precision precision) {
    return provider().open(index, precision);
  }

  /**
   * Its precision for training where none is asked for.
   *
   * @throws IllegalArgumentException if nothing here brings it
   * @throws DeviceException if there is no such device
   */
  public Precision usualPrecision() {
    return provider().usualPrecision(index);
  }

  /** As people name it. */
  @Override
  public String toString() {
    return index == 0 ? kind : kind + ":" + index;
  }
}
