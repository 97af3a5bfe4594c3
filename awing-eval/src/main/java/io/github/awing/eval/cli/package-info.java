/**
 * What the command line programs share: how they start the compute backend, write files, and end.
 *
 * <p>Must not know any one command, and must not load the backend before it is asked to.
 */
package io.github.awing.eval.cli;
