/**
 * Memory access that the modules of this project share. It is not part of the public API and may
 * change with any version.
 */
package io.github.awing.loss.internal;
