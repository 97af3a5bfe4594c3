/** Draws faces with known landmarks, and writes them as data sets. */
package io.github.awing.data.synthetic;
