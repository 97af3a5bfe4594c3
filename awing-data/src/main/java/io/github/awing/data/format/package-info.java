/**
 * Reads data sets and lists: their folders' layouts, annotation files, predictions and boxes, and
 * the check of what they hold. {@link io.github.awing.data.format.DataSetFormat} is the way in; a
 * new form is a reader beside the others and a line there.
 */
package io.github.awing.data.format;
