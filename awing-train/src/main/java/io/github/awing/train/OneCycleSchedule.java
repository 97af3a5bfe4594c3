package io.github.awing.train;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * Schedule of one cycle (Smith and Topin, 2018): half a cosine from a tenth up to the highest rate
 * over the first three tenths of the training, half a cosine down to a thousandth over the rest.
 * ND4J's own cycle divides the rate by ten at each of the last steps, so they learn nothing.
 *
 * @param highest the highest rate, above 0
 * @param steps of the whole training, at least 1
 */
record OneCycleSchedule(double highest, int steps) implements ISchedule {

  private static final double WARM_UP = 0.3;
  private static final double FIRST = 0.1;
  private static final double LAST = 0.001;

  @Override
  public double valueAt(int iteration, int epoch) {
    double done = Math.min(1, (double) iteration / steps);
    return highest
        * (done < WARM_UP
            ? between(FIRST, 1, done / WARM_UP)
            : between(1, LAST, (done - WARM_UP) / (1 - WARM_UP)));
  }

  private static double between(double from, double to, double part) {
    return from + (to - from) * (1 - Math.cos(Math.PI * part)) / 2;
  }

  @Override
  public ISchedule clone() {
    return this;
  }
}
