package io.github.awing.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.awing.data.BadDataException;
import io.github.awing.loss.AdaptiveWing;
import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.MultiStackLoss;
import io.github.awing.loss.WeightedLossMap;
import io.github.awing.model.HourglassSpec;
import io.github.awing.model.TrainingObjective;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
 * Everything that decides how a training goes, but the data: a YAML file, word for word. The words
 * are the components' names in kebab case.
 *
 * @param stacks hourglasses in the network, as all up to {@code endRelu} see {@link HourglassSpec}
 * @param features channels of the trunk
 * @param depth how often an hourglass halves its input
 * @param inputSize height and width of the face crop in pixels
 * @param coordConv whether the network knows coordinates
 * @param boundary whether the network predicts the boundary
 * @param endRelu whether a ReLU follows every stack's heatmaps
 * @param omega of Adaptive Wing, see {@link AdaptiveWing}
 * @param theta of Adaptive Wing
 * @param epsilon of Adaptive Wing
 * @param alpha of Adaptive Wing
 * @param weightMap whether foreground and hard background pixels weigh more, see {@link
 *     WeightedLossMap}
 * @param optimiser {@code adam} or {@code rmsprop}
 * @param learningRate the highest, above 0
 * @param schedule how it changes: {@code constant}, or {@code one-cycle}, up from a tenth and down
 *     to almost nothing over the whole training
 * @param weightDecay L2 regularisation, 0 for none
 * @param epochs how often each face is seen, at least 1
 * @param batchSize faces in a step, at least 1
 * @param seed of the weights, the order of the faces and their augmentation
 * @param sigma of a landmark's Gaussian in heatmap pixels, above 0
 * @param quantised whether Gaussians are centred on whole heatmap pixels, as the authors' are
 * @param cropEnlargement side of the face crop per longer side of the face's box, at least 1
 * @param augment whether faces are turned, scaled, shifted, mirrored and so on at random
 */
public record TrainingPlan(
    int stacks,
    int features,
    int depth,
    int inputSize,
    boolean coordConv,
    boolean boundary,
    boolean endRelu,
    double omega,
    double theta,
    double epsilon,
    double alpha,
    boolean weightMap,
    Optimiser optimiser,
    double learningRate,
    Schedule schedule,
    double weightDecay,
    int epochs,
    int batchSize,
    long seed,
    double sigma,
    boolean quantised,
    double cropEnlargement,
    boolean augment)
    implements Serializable {

  /** The plans that come with the program, by name. */
  public static final List<String> NAMES = List.of("small", "demo");

  /** By which rule weights follow their gradients. */
  public enum Optimiser {
    /** Adam with its usual decay rates. */
    @JsonProperty("adam")
    ADAM,
    /** RMSProp without momentum, as in the paper. */
    @JsonProperty("rmsprop")
    RMSPROP
  }

  /** How the learning rate changes over a training. */
  public enum Schedule {
    /** Not at all. */
    @JsonProperty("constant")
    CONSTANT,
    /**
     * Up from a tenth to the highest, then down to almost nothing, see {@link OneCycleSchedule}.
     */
    @JsonProperty("one-cycle")
    ONE_CYCLE
  }

  private static final PropertyNamingStrategies.NamingBase WORDS =
      new PropertyNamingStrategies.KebabCaseStrategy();

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .propertyNamingStrategy(WORDS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  /**
   * Checks every part; the network's and the loss's are checked by {@link HourglassSpec} and {@link
   * AdaptiveWing}.
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public TrainingPlan {
    Objects.requireNonNull(optimiser, "optimiser");
    Objects.requireNonNull(schedule, "schedule");
    check(learningRate > 0, "learning-rate", learningRate, "above 0");
    check(weightDecay >= 0, "weight-decay", weightDecay, "0 or more");
    check(epochs >= 1, "epochs", epochs, "at least 1");
    check(batchSize >= 1, "batch-size", batchSize, "at least 1");
    check(sigma > 0, "sigma", sigma, "above 0");
    check(cropEnlargement >= 1, "crop-enlargement", cropEnlargement, "at least 1");
    new HourglassSpec(1, stacks, features, depth, inputSize, coordConv, boundary, endRelu);
    new AdaptiveWing(omega, theta, epsilon, alpha);
  }

  /**
   * One of {@link #NAMES}, or a file.
   *
   * @param nameOrFile which
   * @param changes words of the plan and what they shall be instead, for instance {@code epochs}
   *     and {@code 3}
   * @throws BadDataException if there is no such plan, or it says something that cannot be
   */
  public static TrainingPlan read(String nameOrFile, Map<String, String> changes) {
    if (NAMES.contains(nameOrFile)) {
      return parse(Path.of(nameOrFile), shipped(nameOrFile), changes);
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(
          file, "there is no such plan; give a YAML file or one of " + String.join(", ", NAMES));
    }
    try {
      return parse(file, Files.readString(file), changes);
    } catch (IOException e) {
      throw new BadDataException(file, "the plan cannot be read as UTF-8 text: " + e.getMessage());
    }
  }

  private static String shipped(String name) {
    try (InputStream in = TrainingPlan.class.getResourceAsStream("plans/" + name + ".yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own plan " + name + " cannot be read", e);
    }
  }

  private static TrainingPlan parse(Path file, String yaml, Map<String, String> changes) {
    try {
      checkWords(file, yaml);
      // Read as it stands first, so that a mistake in the file is told with its line.
      TrainingPlan plan = YAML.readValue(yaml, TrainingPlan.class);
      ObjectNode words = YAML.valueToTree(plan);
      for (Map.Entry<String, String> change : changes.entrySet()) {
        if (!words.has(change.getKey())) {
          throw new BadDataException(file, unknown(change.getKey()));
        }
        words.set(change.getKey(), YAML.readTree(change.getValue()));
      }
      return YAML.treeToValue(words, TrainingPlan.class);
    } catch (JsonProcessingException e) {
      throw complaint(file, e);
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory can always be read", e);
    }
  }

  /** A misspelt word is told as such, not as the lack of the right one. */
  private static void checkWords(Path file, String yaml) throws IOException {
    try (JsonParser parser = YAML.createParser(yaml)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && !words().contains(parser.currentName())) {
          throw new BadDataException(
              file, parser.currentLocation().getLineNr(), unknown(parser.currentName()));
        }
      }
    }
  }

  private static String unknown(String word) {
    return "a plan has no '%s'; it has %s".formatted(word, String.join(", ", words()));
  }

  private static List<String> words() {
    return Arrays.stream(TrainingPlan.class.getRecordComponents())
        .map(RecordComponent::getName)
        .map(WORDS::translate)
        .toList();
  }

  private static BadDataException complaint(Path file, JsonProcessingException e) {
    String what = e.getOriginalMessage().lines().findFirst().orElse("it is not YAML");
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      what = e.getCause().getMessage();
    } else if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      String word = mapping.getPath().get(0).getFieldName();
      what =
          what.startsWith("Missing creator property")
              ? "the plan lacks '" + word + "'"
              : "'" + word + "': " + what;
    }
    return e.getLocation() == null
        ? new BadDataException(file, what)
        : new BadDataException(file, e.getLocation().getLineNr(), what);
  }

  /** The plan in full, as {@link #read} reads it. */
  public String toYaml() {
    try {
      return YAML.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a plan can always be written", e);
    }
  }

  /** The network for so many landmarks. */
  public HourglassSpec network(int landmarks) {
    return new HourglassSpec(
        landmarks, stacks, features, depth, inputSize, coordConv, boundary, endRelu);
  }

  /** What a training of so many steps in all aims at. */
  public TrainingObjective objective(int steps) {
    HeatmapLoss.Builder loss =
        new HeatmapLoss.Builder(new AdaptiveWing(omega, theta, epsilon, alpha));
    if (weightMap) {
      loss.weightMap(new WeightedLossMap());
    }
    return new TrainingObjective(
        new MultiStackLoss(loss.build(), Collections.nCopies(stacks, 1.0)),
        updater(steps),
        weightDecay);
  }

  /** The learning rate at every step of a training of so many in all. */
  ISchedule learningRates(int steps) {
    return switch (schedule) {
      case CONSTANT -> new FixedSchedule(learningRate);
      case ONE_CYCLE -> new OneCycleSchedule(learningRate, steps);
    };
  }

  private IUpdater updater(int steps) {
    return switch (optimiser) {
      case ADAM -> new Adam(learningRates(steps));
      case RMSPROP -> new RmsProp(learningRates(steps));
    };
  }

  private static void check(boolean holds, String name, Number value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + expected + ", but is " + value);
    }
  }
}
