/**
 * Commands of the program {@code awing-train}: each reads words, calls {@link
 * io.github.awing.train.Training} or a library, and shows how it goes.
 */
package io.github.awing.train.cli;
