package io.github.awing.cuda;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Engine and settings that identify a plan.
 *
 * @param engine cuDNN's number of the implementation
 * @param knobs values of its settings, by cuDNN's numbers
 */
record EngineChoice(long engine, SortedMap<Integer, Long> knobs) {

  EngineChoice {
    if (engine < 0) {
      throw new IllegalArgumentException("engine must not be negative, but is " + engine);
    }
    knobs = new TreeMap<>(knobs);
  }

  /** The choice in one line, which {@link #parse} reads. */
  String text() {
    return engine
        + knobs.entrySet().stream()
            .map(knob -> " " + knob.getKey() + "=" + knob.getValue())
            .collect(Collectors.joining());
  }

  /** Parses a choice; empty if the text is not valid. */
  static Optional<EngineChoice> parse(String text) {
    String[] words = text.split(" ", -1);
    SortedMap<Integer, Long> knobs = new TreeMap<>();
    try {
      for (int i = 1; i < words.length; i++) {
        String[] knob = words[i].split("=", 2);
        if (knob.length != 2
            || knobs.put(Integer.valueOf(knob[0]), Long.valueOf(knob[1])) != null) {
          return Optional.empty();
        }
      }
      return Optional.of(new EngineChoice(Long.parseLong(words[0]), knobs));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
