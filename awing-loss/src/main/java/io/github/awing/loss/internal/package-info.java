/**
 * Memory access that the modules of this project share. Not part of the library's promise: it may
 * change with any version.
 */
package io.github.awing.loss.internal;
