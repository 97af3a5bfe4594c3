package io.github.awing.program;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.Reduction;

/**
 * Operation that every device implements. All tensors are NHWC float. An operation writes its
 * results or, if the step accumulates, adds to them.
 *
 * <p>A batch normalisation's parameters are one vector of four parts, each of the length of the
 * input's channels: gamma, beta, running mean, running variance. Statistics are a vector of two
 * such parts: mean and biased variance.
 */
public sealed interface Op {

  /**
   * CoordConv (the paper, section 5): appends x, y and r to the channels. With the previous stack's
   * heatmaps it also appends x and y once more, 0 where the boundary is low.
   *
   * <p>Reads input[, heatmaps]; writes output.
   *
   * @param planes whether the input is NCHW, as pictures are
   * @param coordinates whether coordinates are appended; if not, only the layout changes
   */
  record Coordinates(boolean planes, boolean coordinates) implements Op {

    /** Value above which a pixel of the previous stack's boundary heatmap is boundary. */
    public static final float BOUNDARY_THRESHOLD = 0.05f;

    /**
     * The x, y and r of every pixel: [3, height, width], one after another. As in the authors'
     * code, x grows down the picture and y to the right, from −1 to 1; r is the distance from the
     * centre divided by the largest distance.
     */
    public static float[] planes(int height, int width) {
      int pixels = height * width;
      float[] planes = new float[3 * pixels];
      for (int pixel = 0; pixel < pixels; pixel++) {
        double x = 2.0 * (pixel / width) / (height - 1) - 1;
        double y = 2.0 * (pixel % width) / (width - 1) - 1;
        planes[pixel] = (float) x;
        planes[pixels + pixel] = (float) y;
        planes[2 * pixels + pixel] = (float) (Math.hypot(x, y) / Math.sqrt(2));
      }
      return planes;
    }
  }

  /**
   * Square convolution with zero padding. Weights are [out, in, kernel, kernel].
   *
   * <p>Reads input, weights[, bias]; writes output.
   *
   * @param kernel pixels
   * @param stride pixels
   * @param padding zeros on each side
   * @param relu whether a ReLU follows
   */
  record Convolution(int kernel, int stride, int padding, boolean relu) implements Op {}

  /** Reads weights, output gradient; writes input gradient. See {@link Convolution}. */
  record ConvolutionInputGradient(int kernel, int stride, int padding) implements Op {}

  /** Reads input, output gradient; writes weight gradient[, bias gradient]. */
  record ConvolutionWeightGradient(int kernel, int stride, int padding) implements Op {}

  /** Mean and biased variance of every channel. Reads input; writes statistics. */
  record Statistics() implements Op {}

  /**
   * Batch normalisation and ReLU. Reads input, statistics, parameters; writes output.
   *
   * @param epsilon added to the variance
   */
  record Normalise(double epsilon) implements Op {}

  /**
   * First half of the gradient of {@link Normalise}. Reads input, output gradient, statistics,
   * parameters; writes the parameters' gradients, and the gradients of beta and gamma for this
   * batch alone, one after the other. The "gradient" of the running statistics is the value to
   * subtract from them.
   *
   * @param epsilon added to the variance
   * @param keep share of the running statistics that is kept at each step
   */
  record NormaliseSums(double epsilon, double keep) implements Op {}

  /**
   * Second half of the gradient of {@link Normalise}. Reads input, output gradient, statistics,
   * parameters, the gradients of beta and gamma; writes input gradient.
   *
   * @param epsilon added to the variance
   */
  record NormaliseGradient(double epsilon) implements Op {}

  /** Mean of every 2x2 pixels. Reads input; writes output. */
  record Pool() implements Op {}

  /** Reads output gradient; writes input gradient. */
  record PoolGradient() implements Op {}

  /**
   * Adds to the first input the second with every pixel doubled. Reads high, low; writes output.
   */
  record UpsampleAdd() implements Op {}

  /** Sum of every 2x2 pixels. Reads output gradient; writes the gradient of low. */
  record UpsampleGradient() implements Op {}

  /**
   * Concatenates all inputs except the last along the channels and adds the last. Reads parts,
   * residual; writes output.
   */
  record ConcatenateAdd() implements Op {}

  /**
   * Some channels of a tensor. Reads the whole; writes the part.
   *
   * @param from index of the first channel
   */
  record Channels(int from) implements Op {}

  /** max(0, input). Reads input; writes output. */
  record Relu() implements Op {}

  /** Reads output, output gradient; writes input gradient. */
  record ReluGradient() implements Op {}

  /** Changes the layout to NCHW. Reads input; writes output. */
  record ChannelsFirst() implements Op {}

  /** Sum of one or more tensors. Reads them; writes the sum. */
  record Add() implements Op {}

  /**
   * Loss of one stack and its gradient, with the weighted loss map of the targets (the paper,
   * sections 4.1 and 4.2). Reads predictions, targets, and an optional mask; writes the gradient of
   * scale · loss, and scale · loss, a double.
   *
   * @param loss a mean or sum in layout NHWC
   * @param scale factor of the stack's loss
   * @param stack index of its loss in the output
   */
  record Loss(HeatmapLoss loss, double scale, int stack) implements Op {

    /** Factor of a pixel's loss, given the number of all pixels. */
    public double perPixel(long pixels) {
      return loss.reduction() == Reduction.MEAN ? 1.0 / pixels : 1;
    }
  }

  /**
   * L2 regularisation: half the squared norm of parameters, times the decay. Reads parts of the
   * parameters; writes a double.
   *
   * @param decay above 0
   * @param place index in the losses
   */
  record Penalty(double decay, int place) implements Op {}

  /**
   * Factor that clips the norm of the mean gradient of several batches. Reads the step's numbers,
   * see {@link StepNumbers}, and the parts of the gradients that are clipped; writes the factor.
   *
   * @param longest largest norm, above 0
   */
  record Clip(double longest) implements Op {}

  /**
   * Updates parameters by their gradients, in one pass. Reads gradients, the step's numbers[,
   * factor of {@link Clip}]; writes parameters[, state: one operand for each state of the rule].
   *
   * @param rule of the optimiser
   * @param weightDecay L2 regularisation, 0 for none
   */
  record Update(UpdateRule rule, double weightDecay) implements Op {}
}
