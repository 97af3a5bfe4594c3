package io.github.awing.model.pytorch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Describes a file's content in one line, for error messages. */
final class SavedContent {

  private static final int LISTED = 8;
  private static final int LISTED_WITHIN = 3;

  private SavedContent() {}

  /** Whether a value contains others: a dictionary, a list, or an object. */
  static boolean isContainer(Object value) {
    return value instanceof Map || value instanceof List || value instanceof OpaqueObject;
  }

  /** Passes on all items of a container, each with a printable key. */
  static void eachItem(Object container, BiConsumer<String, Object> taker) {
    if (container instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        taker.accept("[" + i + "]", list.get(i));
      }
      return;
    }
    Map<?, ?> items =
        container instanceof OpaqueObject object ? object.fields() : (Map<?, ?>) container;
    items.forEach(
        (key, item) ->
            taker.accept(key instanceof OpaqueObject ? "?" : Printable.of("" + key), item));
  }

  /**
   * For instance: {@code it has epoch, state_dict (conv1.weight, bn1.weight, bn1.bias and 309
   * more)}.
   */
  static String described(Object content) {
    if (!isContainer(content)) {
      return content instanceof StoredTensor ? "it is a single tensor" : "it is a single value";
    }
    String kind = content instanceof OpaqueObject object ? object.name() + " with " : "";
    List<String> items = new ArrayList<>();
    eachItem(content, (key, item) -> items.add(key + within(item)));
    return items.isEmpty() ? "it is empty" : "it has " + kind + first(items, LISTED);
  }

  private static String within(Object item) {
    if (!isContainer(item)) {
      return "";
    }
    List<String> names = new ArrayList<>();
    if (item instanceof OpaqueObject object) {
      names.add(object.name());
    } else {
      eachItem(item, (key, inner) -> names.add(key));
    }
    return names.isEmpty() ? " (empty)" : " (" + first(names, LISTED_WITHIN) + ")";
  }

  private static String first(List<String> names, int most) {
    int more = names.size() - most;
    return String.join(", ", names.subList(0, Math.min(most, names.size())))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
