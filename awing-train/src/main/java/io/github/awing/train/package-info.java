/**
 * Training: the plan, the loop, the run folder, and the program {@code awing-train} with its demo.
 *
 * <p>The only package that sees all others. Must not hold a rule of the paper itself: loss,
 * network, targets and metrics live in their own modules.
 */
package io.github.awing.train;
