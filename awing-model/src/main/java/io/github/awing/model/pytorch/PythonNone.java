package io.github.awing.model.pytorch;

/**
 * Python's {@code None}, a value of its own type so that it fails where another value is expected.
 */
enum PythonNone {
  NONE
}
