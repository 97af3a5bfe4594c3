/**
 * A page and an HTTP interface for one network: what is asked, what is refused, and how it is said.
 *
 * <p>Must not know how faces are found; it hands pictures on and gives the answer back.
 */
package io.github.awing.eval.serve;
