/**
 * Shared parts of the command line programs: options, start of the compute backend, output files,
 * progress, exit codes.
 *
 * <p>Depends on no command. Loads the backend only in {@code start}.
 */
package io.github.awing.eval.cli;
