package io.github.awing.model.pytorch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the weights of hourglasses in a saved training: at any key, within other dictionaries and
 * lists, or as the attributes of a pickled model. Their names may have any prefix that ends in a
 * dot, such as {@code module.} and {@code _orig_mod.model.}.
 *
 * <p>Several results are sorted by the number of tensors, largest first; among equals, a moving
 * average comes first, then the order in the file decides. The time is bounded for any file: every
 * dictionary is visited once, and the parts of models up to a limited number and depth.
 */
final class WeightSearch {

  /** Names of modules that wrap the network or a part of it. */
  private static final Pattern WRAPPER =
      Pattern.compile(
          "(?<=^|\\.)(module|_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)\\.");

  /** Attributes of PyTorch's modules that hold their parts. */
  private static final Set<String> PARTS = Set.of("_modules", "_parameters", "_buffers");

  private static final int DEEPEST = 32;
  private static final int MOST_PARTS = 1_000_000;
  private static final int MOST_PREFIXES = 16;

  private final List<StateDictionary> found = new ArrayList<>();
  private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());
  private int parts;

  private WeightSearch() {}

  /**
   * Finds all weights in a file's content, in order of preference.
   *
   * @param content of a file, as {@link WeightFile.Form#content} returns it
   * @throws MalformedFileException if there are none; the message describes the content
   */
  static List<StateDictionary> in(Object content) {
    WeightSearch search = new WeightSearch();
    search.visit(content, "", 0);
    if (search.found.isEmpty()) {
      throw new MalformedFileException(
          "it holds no weights of a stacked hourglass (no %s, with any prefix): %s"
              .formatted(StateDictionary.MARK, SavedContent.described(content)));
    }
    search.found.sort(
        Comparator.<StateDictionary>comparingInt(one -> -one.tensors().size())
            .thenComparing(one -> !one.isAverage()));
    return search.found;
  }

  private void visit(Object value, String place, int depth) {
    if (depth > DEEPEST || !SavedContent.isContainer(value) || !visited.add(value)) {
      return;
    }
    Map<String, Object> named = new LinkedHashMap<>();
    if (value instanceof OpaqueObject object) {
      addParts(object.fields(), "", 0, named);
    } else if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, item) -> {
            if (key instanceof String name
                && (item instanceof StoredTensor || item instanceof OpaqueObject)) {
              named.put(name, item);
            }
          });
    }
    addAll(named, place);
    SavedContent.eachItem(
        value, (key, item) -> visit(item, place.isEmpty() ? key : place + "." + key, depth + 1));
  }

  /**
   * Adds the tensors of a pickled module and of its parts, under the names of a state dictionary.
   */
  private void addParts(Map<?, ?> attributes, String prefix, int depth, Map<String, Object> named) {
    for (Map.Entry<?, ?> attribute : attributes.entrySet()) {
      if (depth > DEEPEST || ++parts > MOST_PARTS) {
        return;
      }
      if (!(attribute.getKey() instanceof String name)) {
        continue;
      }
      Object value = attribute.getValue();
      if (PARTS.contains(name) && value instanceof Map<?, ?> inner) {
        addParts(inner, prefix, depth + 1, named);
      } else if (value instanceof OpaqueObject part) {
        addParts(part.fields(), prefix + name + ".", depth + 1, named);
      } else if (value instanceof StoredTensor) {
        named.put(prefix + name, value);
      }
    }
  }

  /** Adds weights for every prefix with which the mark occurs among the names. */
  private void addAll(Map<String, Object> named, String place) {
    Map<String, String> bareNames = new LinkedHashMap<>();
    named.keySet().forEach(name -> bareNames.put(name, WRAPPER.matcher(name).replaceAll("")));
    List<String> prefixes =
        bareNames.values().stream()
            .filter(bare -> ("." + bare).endsWith("." + StateDictionary.MARK))
            .map(bare -> bare.substring(0, bare.length() - StateDictionary.MARK.length()))
            .distinct()
            .limit(MOST_PREFIXES)
            .toList();
    for (String prefix : prefixes) {
      StateDictionary weights = ofPrefix(prefix, prefixes, named, bareNames, place);
      if (found.stream().noneMatch(weights::isSameAs)) {
        found.add(weights);
      }
    }
  }

  /**
   * The weights whose names begin with a prefix.
   *
   * @param prefixes all prefixes found; a name belongs to the longest that fits
   */
  private static StateDictionary ofPrefix(
      String prefix,
      List<String> prefixes,
      Map<String, Object> named,
      Map<String, String> bareNames,
      String place) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    Map<String, String> opaque = new LinkedHashMap<>();
    List<String> leftOut = new ArrayList<>();
    String shown = place;
    for (Map.Entry<String, String> entry : bareNames.entrySet()) {
      String full = entry.getKey();
      String bare = entry.getValue();
      Object value = named.get(full);
      Optional<String> its =
          prefixes.stream().filter(bare::startsWith).max(Comparator.comparingInt(String::length));
      if (its.isEmpty() && value instanceof StoredTensor) {
        leftOut.add(Printable.of(full));
      }
      if (!its.equals(Optional.of(prefix))) {
        continue;
      }
      String name = bare.substring(prefix.length());
      if (name.equals(StateDictionary.MARK) && !full.equals(name)) {
        String before = full.substring(0, full.length() - name.length());
        shown = (place.isEmpty() ? "" : place + ", as ") + Printable.of(before) + "*";
      }
      boolean twice =
          value instanceof StoredTensor tensor
              ? tensors.put(name, tensor) != null
              : opaque.put(name, ((OpaqueObject) value).name()) != null;
      if (twice) {
        throw new MalformedFileException(
            "it has several tensors called %s, apart from the names of wrappers"
                .formatted(Printable.of(name)));
      }
    }
    return new StateDictionary(shown, tensors, opaque, leftOut);
  }
}
