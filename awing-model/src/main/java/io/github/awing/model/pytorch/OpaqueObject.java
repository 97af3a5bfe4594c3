package io.github.awing.model.pytorch;

/**
 * An object of a pickle that is not read, such as a NumPy number or a scheduler's state. Holds none
 * of what it was made of, so that it is as small as its name.
 *
 * @param made the Python name of its class or of the function that would have made it
 */
record OpaqueObject(String made) {}
