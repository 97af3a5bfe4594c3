/** Finds faces in pictures, with the network that comes along or a model file of the user's. */
package io.github.awing.data.detect;
