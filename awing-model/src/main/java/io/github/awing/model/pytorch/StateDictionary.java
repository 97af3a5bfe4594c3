package io.github.awing.model.pytorch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the weights in what a training script saved: by themselves or under some key, with names
 * that begin with what wraps the network ({@code module.}, {@code _orig_mod.}, {@code model.}).
 */
final class StateDictionary {

  /** Where weights usually stand, the likeliest first. */
  private static final List<String> KEYS =
      List.of(
          "state_dict", "model_state_dict", "model", "net", "params_ema", "g_ema", "ema", "params");

  /** The first layer of every stacked hourglass of the authors'. */
  private static final String FIRST_LAYER = "conv1.conv.weight";

  private static final int DEEPEST = 6;
  private static final int MOST_DICTIONARIES = 10_000;
  private static final int NAMED = 6;
  private static final int LONGEST_NAME = 60;

  private final List<Map<String, StoredTensor>> dictionaries = new ArrayList<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private StateDictionary() {}

  /**
   * The weights of the network, without what their names begin with.
   *
   * @param content of a file
   * @throws MalformedFileException if there are none; the message tells what is there instead
   */
  static Map<String, StoredTensor> find(Object content) {
    StateDictionary search = new StateDictionary();
    search.walk(content, 0);
    for (Map<String, StoredTensor> tensors : search.dictionaries) {
      List<String> prefixes = prefixes(tensors);
      if (prefixes.size() > 1) {
        throw new MalformedFileException(
            "it holds several networks, whose names begin with " + listed(prefixes));
      }
      if (prefixes.size() == 1) {
        return without(prefixes.get(0), tensors);
      }
    }
    throw new MalformedFileException(
        "it holds no weights of a stacked hourglass: " + told(content));
  }

  /** Dictionaries that hold tensors, the likeliest first. */
  private void walk(Object value, int depth) {
    if (!(value instanceof Map<?, ?> map)
        || depth > DEEPEST
        || seen.size() == MOST_DICTIONARIES
        || !seen.add(value)) {
      return;
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    map.forEach(
        (name, item) -> {
          if (name instanceof String string && item instanceof StoredTensor tensor) {
            tensors.put(string, tensor);
          }
        });
    if (!tensors.isEmpty()) {
      dictionaries.add(tensors);
    }
    KEYS.forEach(key -> walk(map.get(key), depth + 1));
    map.values().forEach(item -> walk(item, depth + 1));
  }

  private static List<String> prefixes(Map<String, StoredTensor> tensors) {
    return tensors.keySet().stream()
        .filter(name -> name.equals(FIRST_LAYER) || name.endsWith("." + FIRST_LAYER))
        .map(name -> name.substring(0, name.length() - FIRST_LAYER.length()))
        .toList();
  }

  private static Map<String, StoredTensor> without(
      String prefix, Map<String, StoredTensor> tensors) {
    Map<String, StoredTensor> bare = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            bare.put(name.substring(prefix.length()), tensor);
          }
        });
    return bare;
  }

  private static String told(Object content) {
    if (content instanceof OpaqueObject object) {
      return "it is an object of %s, saved with its code; save its state_dict() instead"
          .formatted(object.made());
    }
    if (content instanceof PyTorchGlobal.Opaque global) {
      return "it is " + global.name();
    }
    if (!(content instanceof Map<?, ?> map) || map.isEmpty()) {
      return "it is no dictionary, or an empty one";
    }
    StateDictionary search = new StateDictionary();
    search.walk(content, 0);
    String keys = listed(List.copyOf(names(map)));
    return search.dictionaries.isEmpty()
        ? "its keys are %s, and no tensor is under them".formatted(keys)
        : "its keys are %s; its first tensors are %s"
            .formatted(keys, listed(List.copyOf(names(search.dictionaries.get(0)))));
  }

  private static List<String> names(Map<?, ?> map) {
    return map.keySet().stream().map(String::valueOf).limit(NAMED + 1L).toList();
  }

  private static String listed(List<String> names) {
    return names.stream()
            .limit(NAMED)
            .map(name -> "'" + printable(name) + "'")
            .collect(Collectors.joining(", "))
        + (names.size() > NAMED ? ", …" : "");
  }

  private static String printable(String name) {
    String clean = name.replaceAll("[^\\x20-\\x7E]", "?");
    return clean.length() <= LONGEST_NAME ? clean : clean.substring(0, LONGEST_NAME) + "...";
  }
}
