/**
 * Trains networks: {@link io.github.awing.train.Training} by a {@link
 * io.github.awing.train.TrainingPlan}, with all that it takes to stop and go on.
 *
 * <p>Of the paper, holds only the training plan and schedule: loss, network, targets and metrics
 * are in other modules. Depends on no command, except that {@link io.github.awing.train.TrainMain}
 * starts {@link io.github.awing.train.cli.TrainProgram}.
 */
package io.github.awing.train;
