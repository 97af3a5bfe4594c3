package io.github.awing.train.cli;

import io.github.awing.program.DeviceChoice;
import io.github.awing.program.DeviceException;
import io.github.awing.program.DeviceProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists the devices of this machine. */
final class DeviceList {

  private DeviceList() {}

  /** Describes every device, by its name; of a kind without any, tells why. Starts ND4J. */
  static Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    DeviceChoice.providers().forEach(provider -> add(facts, provider));
    return facts;
  }

  private static void add(Map<String, String> facts, DeviceProvider provider) {
    try {
      List<String> lines = provider.describe();
      for (int i = 0; i < lines.size(); i++) {
        facts.put(new DeviceChoice(provider.kind(), i).toString(), lines.get(i));
      }
      if (lines.isEmpty()) {
        facts.put(provider.kind(), "there is none");
      }
    } catch (DeviceException e) {
      facts.put(provider.kind(), e.getMessage());
    }
  }
}
