package io.github.awing.eval.metric;

/**
 * What a figure may also have been, had other faces of the same kind been measured.
 *
 * @param low lower end
 * @param high upper end, not below the lower one
 */
public record Interval(double low, double high) {}
