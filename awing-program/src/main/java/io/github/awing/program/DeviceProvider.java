package io.github.awing.program;

import java.util.List;

/**
 * Finds and opens the devices of one kind. Modules that bring devices list theirs in {@code
 * META-INF/services}, for {@link java.util.ServiceLoader}. Loads no native code until asked.
 */
public interface DeviceProvider {

  /** Name of the kind, in lower-case letters, as the command line says it: {@code cuda}. */
  String kind();

  /**
   * Describes every device of the kind, by index: its name, its memory, and versions of what drives
   * it, in one line each. Empty if there is none.
   *
   * @throws DeviceException if that cannot be found out
   */
  List<String> describe();

  /**
   * Precision for training where none is asked for.
   *
   * @param index of a device
   * @throws DeviceException if there is no such device
   */
  Precision usualPrecision(int index);

  /**
   * Opens a device, which stays open until the process ends. Never opens another one instead.
   *
   * @param index of a device, from 0
   * @throws IllegalArgumentException if it has no such precision; the message says which it has
   * @throws DeviceException if there is no such device, or if it cannot be used
   */
  Device open(int index, Precision precision);
}
