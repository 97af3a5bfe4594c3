package io.github.awing.train;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * Schedule with smaller first steps: the rate rises evenly to the height of another schedule.
 *
 * @param rates the schedule
 * @param steps of the rise
 */
record WarmUp(ISchedule rates, long steps) implements ISchedule {

  @Override
  public double valueAt(int iteration, int epoch) {
    return Math.min(1, (iteration + 1.0) / (steps + 1)) * rates.valueAt(iteration, epoch);
  }

  @Override
  public ISchedule clone() {
    return this;
  }
}
