/**
 * Page and HTTP interface of one network: routes, checks and errors.
 *
 * <p>Must not depend on a network; {@code PictureAnswerer} finds the landmarks.
 */
package io.github.awing.eval.serve;
