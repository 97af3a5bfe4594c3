package io.github.awing.model.pytorch;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object of Python's that stands beside the weights, such as NumPy's arrays, an {@code
 * argparse.Namespace}, or a whole model: what it is called and what attributes or items it was
 * given are kept, and nothing of it runs. Equal to itself alone, so that to compare it is not to
 * walk through it.
 */
final class OpaqueObject {

  private final String name;
  private final Map<Object, Object> fields = new LinkedHashMap<>();

  OpaqueObject(String name) {
    this.name = name;
  }

  /** Of the class or function that made it, with its module. */
  String name() {
    return name;
  }

  /** Attributes and items, by name or number. */
  Map<Object, Object> fields() {
    return fields;
  }

  /** Takes attributes, where they are a dictionary; another state tells nothing here. */
  void build(Object state) {
    if (state instanceof Map<?, ?> attributes) {
      fields.putAll(attributes);
    }
  }
}
