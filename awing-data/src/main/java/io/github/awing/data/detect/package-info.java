/** Finds faces in pictures, with the included network or a user's model file. */
package io.github.awing.data.detect;
