package io.github.awing.eval.metric;

/**
 * Confidence interval of a figure.
 *
 * @param low lower end
 * @param high upper end, at least {@code low}
 */
public record Interval(double low, double high) {}
