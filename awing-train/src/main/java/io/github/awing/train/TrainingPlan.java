package io.github.awing.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.awing.data.BadDataException;
import io.github.awing.data.batch.Augmentation;
import io.github.awing.loss.AdaptiveWing;
import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.MeanAbsoluteError;
import io.github.awing.loss.MeanSquaredError;
import io.github.awing.loss.MultiStackLoss;
import io.github.awing.loss.PixelLoss;
import io.github.awing.loss.SmoothL1;
import io.github.awing.loss.WeightedLossMap;
import io.github.awing.loss.Wing;
import io.github.awing.model.HourglassSpec;
import io.github.awing.model.TrainingObjective;
import io.github.awing.train.yaml.PlanYaml;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Plan of a training: network, loss, optimiser, schedule, targets and augmentation. Faces, initial
 * weights, device and precision are not in it. It is a YAML file, word for word; the words are the
 * components' names in kebab case.
 *
 * <p>{@link HourglassSpec} gives the ranges of {@code stacks} to {@code endRelu}.
 *
 * @param stacks hourglasses in the network
 * @param features channels of the trunk
 * @param depth number of times that an hourglass halves its input
 * @param inputSize height and width of the face crop in pixels
 * @param coordConv whether the network knows coordinates
 * @param boundary whether the network predicts the boundary
 * @param endRelu whether a ReLU follows every stack's heatmaps
 * @param loss of a pixel: {@code awing}, or one that the paper compares it with
 * @param omega of Adaptive Wing, see {@link AdaptiveWing}
 * @param theta of Adaptive Wing
 * @param epsilon of Adaptive Wing
 * @param alpha of Adaptive Wing
 * @param weightMap whether foreground and hard background pixels weigh more, see {@link
 *     WeightedLossMap}
 * @param stackWeights of the stacks' losses, one each, above 0; none for all alike
 * @param optimiser {@code adam} or {@code rmsprop}
 * @param learningRate the highest, above 0
 * @param schedule how it changes: {@code constant}; {@code steps}, a tenth after each of the
 *     milestones; or {@code one-cycle}, up from a tenth and down to almost nothing over the whole
 *     training
 * @param milestones the epochs after which {@code steps} goes down, ascending; none for the others
 * @param warmUp over how many first epochs the rate rises to its height, 0 for none; {@code
 *     one-cycle} has its own
 * @param weightDecay L2 regularisation, 0 for none
 * @param gradientClip the longest that the gradient may be; longer ones are shortened to it; 0 for
 *     no limit
 * @param weightAverage how much of a moving average of the weights stays at each step, below 1; the
 *     average is validated and used; 0 for none
 * @param epochs passes over the faces, each in a new order, at least 1; an epoch leaves out the
 *     faces that do not fill its last batch
 * @param batchSize faces in a batch, at least 1
 * @param accumulate batches in a step, whose gradients are averaged: large batches in little
 *     memory; at least 1
 * @param validateEvery epochs between two validations, at least 1
 * @param earlyStop ends the training after so many validations without a better NME; 0 for never
 * @param seed of the weights, the order of the faces and their augmentation
 * @param sigma of a landmark's Gaussian in heatmap pixels, above 0
 * @param quantised whether Gaussians are centred on whole heatmap pixels, as the authors' are
 * @param cropEnlargement side of the face crop per longer side of the face's box, 1 to 10
 * @param augment whether faces are changed at random, by the nine words that follow; {@link
 *     Augmentation} gives their ranges
 * @param rotation largest turn either way in degrees
 * @param scale largest change of size either way, as a fraction
 * @param shift largest shift either way on each axis, in pixels of a crop of 256
 * @param flip probability that a face is mirrored
 * @param light largest change of brightness, contrast and each colour either way, as a fraction
 * @param blur probability that a crop is blurred
 * @param noise probability that a crop gets noise
 * @param occlusion probability that a rectangle of a crop is covered
 * @param jpeg probability that a crop is compressed as a JPEG of low quality
 */
public record TrainingPlan(
    int stacks,
    int features,
    int depth,
    int inputSize,
    boolean coordConv,
    boolean boundary,
    boolean endRelu,
    Loss loss,
    double omega,
    double theta,
    double epsilon,
    double alpha,
    boolean weightMap,
    List<Double> stackWeights,
    Optimiser optimiser,
    double learningRate,
    Schedule schedule,
    List<Integer> milestones,
    int warmUp,
    double weightDecay,
    double gradientClip,
    double weightAverage,
    int epochs,
    int batchSize,
    int accumulate,
    int validateEvery,
    int earlyStop,
    long seed,
    double sigma,
    boolean quantised,
    double cropEnlargement,
    boolean augment,
    double rotation,
    double scale,
    double shift,
    double flip,
    double light,
    double blur,
    double noise,
    double occlusion,
    double jpeg)
    implements Serializable {

  /** Names of the plans that come with the program. */
  public static final List<String> NAMES = List.of("wflw", "300w", "cofw", "aflw", "small", "demo");

  /** Larger crops come from a percentage in place of a factor; the face would be a speck. */
  static final double LARGEST_CROP = 10;

  /** Loss of one heatmap pixel. */
  public enum Loss {
    /** Adaptive Wing, of omega, theta, epsilon and alpha. */
    @JsonProperty("awing")
    AWING,
    /** Squared error. */
    @JsonProperty("mse")
    MSE,
    /** Absolute error. */
    @JsonProperty("l1")
    L1,
    /** Squared near 0, absolute beyond. */
    @JsonProperty("smooth-l1")
    SMOOTH_L1,
    /** Wing loss, scaled to heatmaps. */
    @JsonProperty("wing")
    WING;

    /** Returns its word in plans. */
    public String word() {
      return PlanYaml.word(this);
    }
  }

  /** Rule by which weights follow their gradients. */
  public enum Optimiser {
    /** Adam with its usual decay rates. */
    @JsonProperty("adam")
    ADAM,
    /** RMSProp without momentum, as in the paper. */
    @JsonProperty("rmsprop")
    RMSPROP
  }

  /** Course of the learning rate over a training. */
  public enum Schedule {
    /** Always the same. */
    @JsonProperty("constant")
    CONSTANT,
    /** A tenth after each milestone, as in the paper; see {@link StepSchedule}. */
    @JsonProperty("steps")
    STEPS,
    /**
     * Up from a tenth to the highest, then down to almost nothing, see {@link OneCycleSchedule}.
     */
    @JsonProperty("one-cycle")
    ONE_CYCLE
  }

  /**
   * Checks every part; {@link HourglassSpec}, {@link AdaptiveWing} and {@link Augmentation} check
   * theirs.
   *
   * @throws IllegalArgumentException if one is out of its range, or does not go with another; the
   *     message names it
   */
  public TrainingPlan {
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(optimiser, "optimiser");
    Objects.requireNonNull(schedule, "schedule");
    stackWeights = List.copyOf(stackWeights);
    milestones = List.copyOf(milestones);
    check(learningRate > 0, "learning-rate", learningRate, "above 0");
    check(weightDecay >= 0, "weight-decay", weightDecay, "0 or more");
    check(gradientClip >= 0, "gradient-clip", gradientClip, "0 or more");
    check(
        weightAverage >= 0 && weightAverage < 1,
        "weight-average",
        weightAverage,
        "in 0 to below 1");
    check(epochs >= 1, "epochs", epochs, "at least 1");
    check(batchSize >= 1, "batch-size", batchSize, "at least 1");
    check(accumulate >= 1, "accumulate", accumulate, "at least 1");
    check(validateEvery >= 1, "validate-every", validateEvery, "at least 1");
    check(earlyStop >= 0, "early-stop", earlyStop, "0 or more");
    check(sigma > 0, "sigma", sigma, "above 0");
    check(
        cropEnlargement >= 1 && cropEnlargement <= LARGEST_CROP,
        "crop-enlargement",
        cropEnlargement,
        "a factor from 1 to %s, 1.25 for a quarter more than the box".formatted(LARGEST_CROP));
    check(
        stackWeights.isEmpty() || stackWeights.size() == stacks,
        "stack-weights",
        stackWeights,
        "one for each of the %d stacks, or none".formatted(stacks));
    check(
        stackWeights.stream().allMatch(weight -> weight > 0 && Double.isFinite(weight)),
        "stack-weights",
        stackWeights,
        "above 0");
    check(warmUp >= 0 && warmUp < epochs, "warm-up", warmUp, "from 0 to fewer than the epochs");
    check(
        warmUp == 0 || schedule != Schedule.ONE_CYCLE,
        "warm-up",
        warmUp,
        "0 with the schedule one-cycle, which has its own");
    check(
        milestones.isEmpty() == (schedule != Schedule.STEPS),
        "milestones",
        milestones,
        "given with the schedule steps, and only with it");
    check(ascend(milestones), "milestones", milestones, "epochs from 1 on, ascending");
    new HourglassSpec(1, stacks, features, depth, inputSize, coordConv, boundary, endRelu);
    new AdaptiveWing(omega, theta, epsilon, alpha);
    new Augmentation(rotation, scale, shift, flip, light, blur, noise, occlusion, jpeg);
  }

  private static boolean ascend(List<Integer> milestones) {
    int last = 0;
    for (int milestone : milestones) {
      if (milestone <= last) {
        return false;
      }
      last = milestone;
    }
    return true;
  }

  /**
   * Reads a plan that comes with the program, or a file.
   *
   * @param nameOrFile one of {@link #NAMES}, or the path of a file
   * @param changes new values by word, for instance {@code 3} for {@code epochs}
   * @throws BadDataException if there is no such plan, or a value is out of its range
   */
  public static TrainingPlan read(String nameOrFile, Map<String, String> changes) {
    return PlanFile.read(nameOrFile, changes);
  }

  /** Writes the plan in full, as {@link #read} reads it. */
  public String toYaml() {
    return PlanFile.write(this);
  }

  /** Describes the network for a number of landmarks. */
  public HourglassSpec network(int landmarks) {
    return new HourglassSpec(
        landmarks, stacks, features, depth, inputSize, coordConv, boundary, endRelu);
  }

  /** Returns the random changes of faces; none if the plan does not augment. */
  public Augmentation augmentation() {
    return augment
        ? new Augmentation(rotation, scale, shift, flip, light, blur, noise, occlusion, jpeg)
        : Augmentation.NONE;
  }

  /** Makes the objective of a training: loss, updater, weight decay. */
  public TrainingObjective objective(int steps) {
    HeatmapLoss.Builder heatmaps = new HeatmapLoss.Builder(pixelLoss());
    if (weightMap) {
      heatmaps.weightMap(new WeightedLossMap());
    }
    List<Double> weights = stackWeights.isEmpty() ? Collections.nCopies(stacks, 1.0) : stackWeights;
    ISchedule rates = learningRates(steps, 1);
    IUpdater updater =
        switch (optimiser) {
          case ADAM -> new Adam(rates);
          case RMSPROP -> new RmsProp(rates);
        };
    return new TrainingObjective(
        new MultiStackLoss(heatmaps.build(), weights), updater, weightDecay);
  }

  private PixelLoss pixelLoss() {
    return switch (loss) {
      case AWING -> new AdaptiveWing(omega, theta, epsilon, alpha);
      case MSE -> new MeanSquaredError();
      case L1 -> new MeanAbsoluteError();
      case SMOOTH_L1 -> new SmoothL1();
      case WING -> new Wing();
    };
  }

  /** Makes the learning rate of every step. */
  ISchedule learningRates(int steps, double rateFactor) {
    double highest = rateFactor * learningRate;
    double perEpoch = (double) steps / epochs;
    ISchedule rates =
        switch (schedule) {
          case CONSTANT -> new FixedSchedule(highest);
          case STEPS ->
              new StepSchedule(
                  highest, milestones.stream().map(epoch -> Math.round(epoch * perEpoch)).toList());
          case ONE_CYCLE -> new OneCycleSchedule(highest, steps);
        };
    return warmUp == 0 ? rates : new WarmUp(rates, Math.round(warmUp * perEpoch));
  }

  /**
   * Checks that every batch is a step of its own, with an unclipped gradient: several devices can
   * do nothing else.
   *
   * @param where the training takes place
   * @throws IllegalArgumentException if the plan asks for something else
   */
  void requireStepsOfSingleBatches(String where) {
    check(accumulate == 1, "accumulate", accumulate, "1 " + where);
    check(gradientClip == 0, "gradient-clip", gradientClip, "0 " + where);
  }

  /**
   * Checks that the plan asks for steps alone: a cluster neither validates nor keeps an average.
   *
   * @param where the training takes place
   * @throws IllegalArgumentException if it does
   */
  void requireNothingButSteps(String where) {
    requireStepsOfSingleBatches(where);
    check(weightAverage == 0, "weight-average", weightAverage, "0 " + where);
    check(earlyStop == 0, "early-stop", earlyStop, "0 " + where);
  }

  private static void check(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + expected + ", but is " + value);
    }
  }
}
