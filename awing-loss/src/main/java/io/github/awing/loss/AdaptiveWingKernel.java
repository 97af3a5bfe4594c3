package io.github.awing.loss;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Computes {@link AdaptiveWing} on floats, in loops that the just-in-time compiler turns into
 * vector instructions. The loops are short, have no branches, calls or conversions, and use one
 * index for all arrays. Java 17 does not vectorise {@code Math.pow}, conversions from float to int,
 * {@code signum}, or loops that read one array at i and write another at i + k, because both may be
 * the same array.
 *
 * <p>(d / epsilon)^(alpha − y − 1) is 2 to the power of (alpha − y − 1) · log2(d / epsilon); both
 * functions take the exponent from a float's bits, which pass from float to int through a buffer,
 * and approximate the mantissa's part by a polynomial. Results agree with {@link AdaptiveWing}'s
 * scalar maths within a few units of the sixth digit.
 */
final class AdaptiveWingKernel implements PixelKernel {

  /** Bits of the square root of 1/2. Mantissas are scaled to lie between it and twice its value. */
  private static final int SQRT_HALF = 0x3f3504f3;

  /**
   * 1.5 · 2^23. Adding it to a float rounds the float to a whole number, held in the lowest bits.
   */
  private static final float ROUND = 12582912f;

  private static final int ROUND_BITS = 0x4b400000;
  private static final int ONE_BITS = 0x3f800000;
  private static final int MANTISSA = 23;

  /** Largest x for which the series of log1p below has six digits. */
  private static final double NEAR_ZERO = 0.5;

  private final float omega;
  private final float theta;
  private final float inverseEpsilon;
  private final float alphaLessOne;
  private final float smallest;
  private final int halvings;

  private final float[] difference = new float[BLOCK];
  private final float[] curved = new float[BLOCK];
  private final float[] exponent = new float[BLOCK];
  private final float[] mantissa = new float[BLOCK];
  private final float[] whole = new float[BLOCK];
  private final float[] power = new float[BLOCK];
  private final float[] slope = new float[BLOCK];
  private final float[] logarithm = new float[BLOCK];
  private final int[] bits = new int[BLOCK];
  private final int[] wholeBits = new int[BLOCK];
  private final FloatBuffer asFloats;
  private final IntBuffer asInts;

  AdaptiveWingKernel(AdaptiveWing wing) {
    omega = (float) wing.omega();
    theta = (float) wing.theta();
    inverseEpsilon = (float) (1 / wing.epsilon());
    alphaLessOne = (float) (wing.alpha() - 1);
    smallest = (float) smallest(wing);
    halvings = halvings(wing);
    ByteBuffer shared =
        ByteBuffer.allocateDirect(BLOCK * Float.BYTES).order(ByteOrder.nativeOrder());
    asFloats = shared.asFloatBuffer();
    asInts = shared.asIntBuffer();
  }

  /** Whether floats hold every power that can occur, with room to spare. */
  static boolean covers(AdaptiveWing wing) {
    double atBend = wing.theta() / wing.epsilon();
    return wing.omega() < 1e6
        && wing.epsilon() > 1e-6
        && wing.epsilon() < 1e6
        && wing.theta() > 1e-6
        && wing.alpha() < 20
        && Math.pow(Math.max(atBend, 1), wing.alpha()) < 1e12;
  }

  /**
   * Smallest d / epsilon whose power is a float. Smaller values are raised to it, far below
   * rounding.
   */
  private static double smallest(AdaptiveWing wing) {
    return Math.max(Float.MIN_NORMAL, Math.pow(2, -125 / (wing.alpha() - 1)));
  }

  /** Number of steps log1p(x) = 2 · log1p(x / (1 + sqrt(1 + x))) that bring every x near zero. */
  private static int halvings(AdaptiveWing wing) {
    double atBend = wing.theta() / wing.epsilon();
    double most = Math.pow(atBend, atBend > 1 ? wing.alpha() : wing.alpha() - 1);
    int halvings = 0;
    while (most > NEAR_ZERO) {
      most /= 1 + Math.sqrt(1 + most);
      halvings++;
    }
    return halvings;
  }

  @Override
  public void evaluate(
      float[] targets, float[] predictions, float[] losses, float[] gradients, int length) {
    differences(targets, predictions, difference, length);
    curves(difference, curved, theta, inverseEpsilon, smallest, length);
    exponents(targets, exponent, alphaLessOne, length);
    toInts(curved, bits, length);
    splitFloats(bits, wholeBits, length);
    toFloats(wholeBits, whole, length);
    toFloats(bits, mantissa, length);
    logarithmsOfPowers(whole, mantissa, exponent, length);
    powers(mantissa, whole, power, length);
    toInts(whole, bits, length);
    powersOfTwo(bits, length);
    toFloats(bits, whole, length);
    slopes(whole, power, exponent, curved, slope, inverseEpsilon * omega, length);
    for (int i = 0; i < halvings; i++) {
      halve(power, length);
    }
    logarithms(power, logarithm, omega * (1 << halvings), length);
    lines(logarithm, slope, difference, theta, losses, length);
    signs(slope, difference, gradients, length);
  }

  private static void differences(
      float[] targets, float[] predictions, float[] difference, int length) {
    for (int i = 0; i < length; i++) {
      difference[i] = predictions[i] - targets[i];
    }
  }

  private static void curves(
      float[] difference,
      float[] curved,
      float theta,
      float inverseEpsilon,
      float smallest,
      int length) {
    for (int i = 0; i < length; i++) {
      curved[i] = Math.max(Math.min(Math.abs(difference[i]), theta) * inverseEpsilon, smallest);
    }
  }

  private static void exponents(float[] targets, float[] exponent, float alphaLessOne, int length) {
    for (int i = 0; i < length; i++) {
      exponent[i] = alphaLessOne - targets[i];
    }
  }

  private void toInts(float[] floats, int[] ints, int length) {
    asFloats.put(0, floats, 0, length);
    asInts.get(0, ints, 0, length);
  }

  private void toFloats(int[] ints, float[] floats, int length) {
    asInts.put(0, ints, 0, length);
    asFloats.get(0, floats, 0, length);
  }

  /**
   * Splits every x into 2^w · m, m from sqrt(1/2) to sqrt(2): the bits of w + {@link #ROUND}, and
   * of m.
   */
  private static void splitFloats(int[] bits, int[] whole, int length) {
    for (int i = 0; i < length; i++) {
      int exponent = (bits[i] - SQRT_HALF) >> MANTISSA;
      whole[i] = exponent + ROUND_BITS;
      bits[i] -= exponent << MANTISSA;
    }
  }

  /**
   * Replaces each mantissa by the power's logarithm to base 2. Longer loops than this are not
   * vectorised.
   */
  private static void logarithmsOfPowers(
      float[] whole, float[] mantissa, float[] exponent, int length) {
    for (int i = 0; i < length; i++) {
      // log2(m) = 2 / ln 2 · artanh((m - 1) / (m + 1)), as a series.
      float ratio = (mantissa[i] - 1f) / (mantissa[i] + 1f);
      float square = ratio * ratio;
      float log =
          ratio
              * (2.88539008f
                  + square
                      * (0.961796694f
                          + square
                              * (0.577078016f + square * (0.412198583f + square * 0.32059890f))));
      mantissa[i] = exponent[i] * (whole[i] - ROUND + log);
    }
  }

  /**
   * Computes every power from its logarithm, in two factors: 2 to a whole number, of which {@code
   * whole} holds the exponent plus {@link #ROUND}, and the remaining factor, in {@code power}.
   */
  private static void powers(float[] logarithm, float[] whole, float[] power, int length) {
    for (int i = 0; i < length; i++) {
      float rounded = logarithm[i] + ROUND;
      whole[i] = rounded;
      // 2^f for f from -1/2 to 1/2, as a series with the terms (f ln 2)^k / k!.
      float rest = logarithm[i] - (rounded - ROUND);
      power[i] =
          1f
              + rest
                  * (0.6931472f
                      + rest
                          * (0.24022651f
                              + rest
                                  * (0.05550411f
                                      + rest
                                          * (0.009618129f
                                              + rest * (0.0013333558f + rest * 0.00015403530f)))));
    }
  }

  /** Turns the bits of w + {@link #ROUND} into those of 2^w. */
  private static void powersOfTwo(int[] bits, int length) {
    for (int i = 0; i < length; i++) {
      bits[i] = (bits[i] << MANTISSA) + ONE_BITS;
    }
  }

  /** Computes the slope of the curve. {@code power} then holds (d / epsilon)^(alpha − y). */
  private static void slopes(
      float[] whole,
      float[] power,
      float[] exponent,
      float[] curved,
      float[] slope,
      float factor,
      int length) {
    for (int i = 0; i < length; i++) {
      float lower = whole[i] * power[i];
      float upper = lower * curved[i];
      power[i] = upper;
      slope[i] = factor * (exponent[i] + 1f) * lower / (1f + upper);
    }
  }

  private static void halve(float[] power, int length) {
    for (int i = 0; i < length; i++) {
      power[i] = power[i] / (1f + (float) Math.sqrt(1f + power[i]));
    }
  }

  /** Computes log1p(x) = 2 · artanh(x / (2 + x)) as a series. */
  private static void logarithms(float[] power, float[] logarithm, float factor, int length) {
    for (int i = 0; i < length; i++) {
      float ratio = power[i] / (2f + power[i]);
      float square = ratio * ratio;
      logarithm[i] =
          factor
              * (ratio
                  * (2f
                      + square
                          * (0.6666667f
                              + square * (0.4f + square * (0.2857143f + square * .2222222f)))));
    }
  }

  private static void lines(
      float[] logarithm,
      float[] slope,
      float[] difference,
      float theta,
      float[] losses,
      int length) {
    for (int i = 0; i < length; i++) {
      float distance = Math.abs(difference[i]);
      losses[i] = logarithm[i] + slope[i] * (distance - Math.min(distance, theta));
    }
  }

  /** Gives the slope the difference's sign: 0 at 0, NaN at NaN. */
  private static void signs(float[] slope, float[] difference, float[] gradients, int length) {
    for (int i = 0; i < length; i++) {
      gradients[i] = difference[i] / Math.max(Math.abs(difference[i]), Float.MIN_NORMAL) * slope[i];
    }
  }
}
