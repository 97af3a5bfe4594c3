package io.github.awing.train;

import java.util.List;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Schedule of the paper: the learning rate falls to a tenth at each milestone.
 *
 * @param first the rate before the first milestone, above 0
 * @param milestones the steps at which it falls, ascending
 */
record StepSchedule(double first, List<Long> milestones) implements ISchedule {

  private static final double FALL = 10;

  @Override
  public double valueAt(int iteration, int epoch) {
    long passed = milestones.stream().filter(milestone -> iteration >= milestone).count();
    return first / Math.pow(FALL, passed);
  }

  @Override
  public ISchedule clone() {
    return this;
  }
}
