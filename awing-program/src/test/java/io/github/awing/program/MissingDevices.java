package io.github.awing.program;

import java.util.List;

/** Provides devices of the kind {@code missing}, whose driver does not exist. */
public final class MissingDevices implements DeviceProvider {

  @Override
  public String kind() {
    return "missing";
  }

  @Override
  public List<String> describe() {
    throw noDriver();
  }

  @Override
  public Precision defaultPrecision(int index) {
    throw noDriver();
  }

  @Override
  public Device open(int index, Precision precision) {
    throw noDriver();
  }

  private static DeviceException noDriver() {
    return new DeviceException("no driver is installed; install one of version 7 or newer");
  }
}
