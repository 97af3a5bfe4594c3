/**
 * Reads data sets and lists: folder layouts, annotation files, predictions and boxes. It also
 * checks data sets. Start with {@link io.github.awing.data.format.DataSetFormat}. To add a format,
 * add a reader here and a constant there.
 */
package io.github.awing.data.format;
