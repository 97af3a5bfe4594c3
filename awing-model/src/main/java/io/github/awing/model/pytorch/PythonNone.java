package io.github.awing.model.pytorch;

/** Python's {@code None}: a value of its own, so that it fails where another is expected. */
enum PythonNone {
  NONE
}
