package io.github.awing.model.pytorch;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Python object other than the weights, such as NumPy's arrays, an {@code argparse.Namespace}, or a
 * whole model. It keeps the object's class name and its attributes or items, and runs none of its
 * code. It equals only itself, so that a comparison does not traverse it.
 */
final class OpaqueObject {

  private final String name;
  private final Map<Object, Object> fields = new LinkedHashMap<>();

  OpaqueObject(String name) {
    this.name = name;
  }

  /** Name of the class or function that made it, with its module. */
  String name() {
    return name;
  }

  /** Attributes and items, by name or number. */
  Map<Object, Object> fields() {
    return fields;
  }

  /** Adds attributes if they are a dictionary; other states are ignored. */
  void build(Object state) {
    if (state instanceof Map<?, ?> attributes) {
      fields.putAll(attributes);
    }
  }
}
