/**
 * Trains networks: {@link io.github.awing.train.Training} by a {@link
 * io.github.awing.train.TrainingPlan}, with all that it takes to stop and go on.
 *
 * <p>Must not hold a rule of the paper itself: loss, network, targets and metrics live in their own
 * modules. Of the commands it knows only where the program begins.
 */
package io.github.awing.train;
