package io.github.awing.program;

import java.util.List;

/**
 * Finds and opens the devices of one kind. Modules list their providers in {@code
 * META-INF/services}, for {@link java.util.ServiceLoader}. A provider loads no native code before
 * its methods are called.
 */
public interface DeviceProvider {

  /** Name of the kind in lower-case letters, as on the command line: {@code cuda}. */
  String kind();

  /**
   * Describes every device of the kind, by index: its name, its memory, and the versions of its
   * drivers, in one line each. Empty if there is none.
   *
   * @throws DeviceException if the devices cannot be listed
   */
  List<String> describe();

  /**
   * Default precision of a device for training.
   *
   * @param index of a device
   * @throws DeviceException if there is no such device
   */
  Precision defaultPrecision(int index);

  /**
   * Opens a device, which stays open until the process ends. It opens no other device in its place.
   *
   * @param index of a device, from 0
   * @throws IllegalArgumentException if the device does not support the precision; the message
   *     lists those that it supports
   * @throws DeviceException if there is no such device, or if it cannot be used
   */
  Device open(int index, Precision precision);
}
