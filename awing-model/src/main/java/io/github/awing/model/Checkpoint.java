package io.github.awing.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trained network with its provenance, stored in one file.
 *
 * <p>The file is a zip of {@code checkpoint.json}, which describes the network and lists its
 * tensors by name and shape, and {@code weights.bin}, {@code updater.bin} and {@code average.bin},
 * float32 little-endian. It holds data only: it names no class and no code of it is executed. No
 * more bytes are read than the description implies.
 *
 * @param network the network
 * @param scheme its landmark scheme: the name of a scheme of the library, or the whole text that
 *     defines a scheme
 * @param cropEnlargement ratio of the face crop's side to the longer side of the face's box,
 *     required for inference with this network
 * @param epoch number of epochs it was trained
 * @param step number of batches it was trained
 * @param seed seed of its initial weights, and of the order and augmentation of its data
 * @param plan the training plan, as YAML
 * @param state further state that the trainer needs to continue
 */
public record Checkpoint(
    HourglassNetwork network,
    String scheme,
    double cropEnlargement,
    int epoch,
    long step,
    long seed,
    String plan,
    TrainerState state) {

  /**
   * The format version that this code writes. It also reads the first, which has no training state,
   * and the second, which has no SHA-256 of the updater.
   */
  public static final int FORMAT = 3;

  private static final int FIRST_FORMAT = 1;
  private static final int FIRST_WITH_STATE = 2;
  private static final int FIRST_WITH_UPDATER_SHA256 = 3;

  private static final String DESCRIPTION = "checkpoint.json";
  private static final String WEIGHTS = "weights.bin";
  private static final String UPDATER = "updater.bin";
  private static final String AVERAGE = "average.bin";

  /** Advice added to errors of files that are not checkpoints. */
  static final String OF_PYTORCH = " (awing-train import makes a checkpoint of PyTorch's weights)";

  private static final int LONGEST_DESCRIPTION = 16 << 20;

  /** Weights are like noise: four bytes of them cannot be compressed into one byte of the file. */
  private static final long MOST_WEIGHTS_PER_BYTE = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** One tensor of the weights. */
  private record Tensor(String name, List<Long> shape) {
    Tensor {
      Objects.requireNonNull(name, "a tensor's name is null");
      shape = List.copyOf(shape);
    }

    long length() {
      return shape.stream().reduce(1L, Math::multiplyExact);
    }
  }

  /** Content of {@code checkpoint.json}. */
  private record Description(
      int format,
      HourglassSpec network,
      String scheme,
      double cropEnlargement,
      int epoch,
      long step,
      long seed,
      String plan,
      String weightsSha256,
      long updaterLength,
      String updaterSha256,
      String averageSha256,
      Map<String, Double> state,
      List<Tensor> tensors) {

    Description {
      for (Object part : new Object[] {network, scheme, plan, weightsSha256, tensors}) {
        Objects.requireNonNull(part, "a part of it is null");
      }
      Objects.requireNonNull(updaterSha256, "updaterSha256");
      Objects.requireNonNull(averageSha256, "averageSha256");
      tensors = List.copyOf(tensors);
      requireRange("epoch", epoch, Integer.MAX_VALUE);
      requireRange("step", step, Integer.MAX_VALUE);
      requireRange("updaterLength", updaterLength, Integer.MAX_VALUE);
      if (!(cropEnlargement > 0 && Double.isFinite(cropEnlargement))) {
        throw new IllegalArgumentException(
            "cropEnlargement must be finite and above 0, but is " + cropEnlargement);
      }
      state = new TrainerState(state, Optional.empty()).numbers();
    }

    private static void requireRange(String name, long value, long most) {
      if (value < 0 || value > most) {
        throw new IllegalArgumentException(
            "%s must be in 0 to %d, but is %d".formatted(name, most, value));
      }
    }
  }

  /** Makes a checkpoint of a network whose training will not continue. */
  public Checkpoint(
      HourglassNetwork network,
      String scheme,
      double cropEnlargement,
      int epoch,
      long step,
      long seed,
      String plan) {
    this(network, scheme, cropEnlargement, epoch, step, seed, plan, TrainerState.NONE);
  }

  /** The SHA-256 of the network's weights, float32 little-endian, in hexadecimal digits. */
  public String weightsSha256() {
    return sha256(bytes(network.graph().params()));
  }

  /**
   * The first number that makes the checkpoint unusable, if any: a weight, a weight of the average
   * or a number of the updater that is not finite, after a training that diverged.
   *
   * @return for instance {@code NaN in l0_W}
   */
  private Optional<String> unusable() {
    ComputationGraph graph = network.graph();
    INDArray updater = graph.getUpdater().getStateViewArray();
    return UnusableWeight.of(network)
        .map(UnusableWeight::toString)
        .or(
            () ->
                state
                    .average()
                    .flatMap(average -> UnusableWeight.of(graph, average))
                    .map(weight -> weight + " of the average"))
        .or(
            () ->
                updater == null || isFinite(updater)
                    ? Optional.empty()
                    : Optional.of("a number that is not finite in the updater's state"));
  }

  private static boolean isFinite(INDArray array) {
    for (float number : array.dup('c').data().asFloat()) {
      if (!Float.isFinite(number)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Writes the file atomically, so that it is always a whole checkpoint: the old one or the new
   * one.
   *
   * @throws IOException if it cannot be written
   * @throws UnusableCheckpointException if a weight, a weight of the average or a number of the
   *     updater is not finite, since such a file could not be used; an existing file is then
   *     unchanged
   */
  public void save(Path file) throws IOException {
    ComputationGraph graph = network.graph();
    unusable()
        .ifPresent(
            what -> {
              throw new UnusableCheckpointException(file, what);
            });
    byte[] weights = bytes(graph.params());
    INDArray updaterState = graph.getUpdater().getStateViewArray();
    byte[] updater = updaterState == null ? new byte[0] : bytes(updaterState);
    byte[] average = state.average().map(Checkpoint::bytes).orElse(new byte[0]);
    Description description =
        new Description(
            FORMAT,
            network.spec(),
            scheme,
            cropEnlargement,
            epoch,
            step,
            seed,
            plan,
            sha256(weights),
            updater.length / Float.BYTES,
            sha256(updater),
            average.length == 0 ? "" : sha256(average),
            state.numbers(),
            tensors(graph));
    AtomicFile.write(
        file,
        out -> {
          try (ZipOutputStream zip = new ZipOutputStream(out)) {
            // Not compressed, since weights are like noise to a compressor.
            zip.setLevel(Deflater.NO_COMPRESSION);
            put(
                zip,
                DESCRIPTION,
                JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(description));
            put(zip, WEIGHTS, weights);
            put(zip, UPDATER, updater);
            put(zip, AVERAGE, average);
          }
        });
  }

  /**
   * Reads a checkpoint for inference, with the average of its weights if it holds one.
   *
   * @throws CheckpointException if the file is not a checkpoint, is damaged, or has another version
   */
  public static Checkpoint load(Path file) {
    Checkpoint checkpoint = load(file, spec -> TrainingObjective.none(spec.stacks()));
    checkpoint.state().average().ifPresent(checkpoint.network().graph()::setParams);
    return checkpoint;
  }

  /**
   * Reads a checkpoint to continue training. The next step equals the step of an uninterrupted
   * training.
   *
   * @param objective with which the network was trained
   * @throws CheckpointException if the file is not a checkpoint, is damaged, has another version,
   *     or was trained with another kind of updater
   */
  public static Checkpoint load(Path file, TrainingObjective objective) {
    return load(file, spec -> objective);
  }

  /** Whether a file is a checkpoint, possibly damaged; false also if it cannot be read. */
  public static boolean isCheckpoint(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.getEntry(DESCRIPTION) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The format version of a file, from 1 to {@link #FORMAT}.
   *
   * @throws CheckpointException if the file is not a checkpoint, or has another version
   */
  public static int formatOf(Path file) {
    return open(file, zip -> description(file, zip).format());
  }

  private static Checkpoint load(Path file, Function<HourglassSpec, TrainingObjective> objective) {
    return open(
        file,
        zip -> {
          Description description = description(file, zip);
          requireAsLarge(file, description);
          HourglassNetwork network =
              HourglassNetwork.create(
                  description.network(), objective.apply(description.network()), 0);
          fill(file, zip, description, network);
          return new Checkpoint(
              network,
              description.scheme(),
              description.cropEnlargement(),
              description.epoch(),
              description.step(),
              description.seed(),
              description.plan(),
              new TrainerState(
                  description.state(), average(file, zip, description, network.graph())));
        });
  }

  /** Reads something from a checkpoint's zip. */
  @FunctionalInterface
  private interface Reading<T> {
    T from(CheckpointZip zip) throws IOException;
  }

  private static <T> T open(Path file, Reading<T> reading) {
    try (CheckpointZip zip = new CheckpointZip(file)) {
      return reading.from(zip);
    } catch (NoSuchFileException e) {
      throw new CheckpointException(file, "there is no such checkpoint", e);
    } catch (ZipException | EOFException e) {
      throw new CheckpointException(
          file, "no checkpoint, or cut short: it is not a zip file" + OF_PYTORCH, e);
    } catch (IOException e) {
      throw new CheckpointException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static Description description(Path file, CheckpointZip zip) throws IOException {
    byte[] json = zip.bytes(DESCRIPTION, LONGEST_DESCRIPTION);
    Description description;
    try {
      JsonNode tree = JSON.readTree(json);
      int format = tree.path("format").asInt(0);
      if (format < FIRST_FORMAT || format > FORMAT) {
        throw new CheckpointException(
            file,
            "%s is of format %d, but this version reads formats %d to %d"
                .formatted(DESCRIPTION, format, FIRST_FORMAT, FORMAT));
      }
      if (format < FIRST_WITH_STATE && tree instanceof ObjectNode object) {
        object.put("averageSha256", "").putObject("state");
      }
      if (format < FIRST_WITH_UPDATER_SHA256 && tree instanceof ObjectNode object) {
        object.put("updaterSha256", "");
      }
      description = JSON.treeToValue(tree, Description.class);
    } catch (JsonProcessingException e) {
      throw new CheckpointException(
          file,
          DESCRIPTION
              + " is not what a checkpoint holds: "
              + e.getOriginalMessage().lines().findFirst().orElse(""),
          e);
    }
    return description;
  }

  /** Checked before the network is made: a short file can declare a network of any size. */
  private static void requireAsLarge(Path file, Description description) throws IOException {
    if (claimed(description) > MOST_WEIGHTS_PER_BYTE * Files.size(file)) {
      throw new CheckpointException(
          file, "it cannot hold the weights and the updater of the network that it describes");
    }
  }

  private static long claimed(Description description) {
    HourglassSpec spec = description.network();
    try {
      long listed = 0;
      for (Tensor tensor : description.tensors()) {
        listed = Math.addExact(listed, tensor.length());
      }
      long heatmaps =
          Math.multiplyExact((long) spec.stacks() * spec.features(), (long) spec.channels());
      long network = Math.addExact(spec.blockWeights(), heatmaps);
      return Math.addExact(Math.max(network, listed), description.updaterLength());
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  private static void fill(
      Path file, CheckpointZip zip, Description description, HourglassNetwork network)
      throws IOException {
    ComputationGraph graph = network.graph();
    List<Tensor> expected = tensors(graph);
    if (!expected.equals(description.tensors())) {
      throw new CheckpointException(
          file, "its tensors are not those of the network that it describes");
    }
    float[] weights = weights(file, zip, WEIGHTS, description.weightsSha256(), graph);
    graph.setParams(row(weights));
    graph.getConfiguration().setIterationCount(Math.toIntExact(description.step()));
    graph.getConfiguration().setEpochCount(description.epoch());
    INDArray updater = graph.getUpdater().getStateViewArray();
    int length = Math.toIntExact(description.updaterLength());
    // A checkpoint read for inference has an updater without state.
    if (updater == null) {
      zip.check(UPDATER, length, description.updaterSha256(), Checkpoint::ofUpdater);
      return;
    }
    if (updater.length() != length) {
      throw new CheckpointException(
          file, "its updater is of another kind than that of the training to continue");
    }
    updater.assign(
        row(zip.floats(UPDATER, length, description.updaterSha256(), Checkpoint::ofUpdater)));
  }

  private static String ofUpdater(long index) {
    return "its number " + index;
  }

  private static Optional<INDArray> average(
      Path file, CheckpointZip zip, Description description, ComputationGraph graph)
      throws IOException {
    if (description.averageSha256().isEmpty()) {
      return Optional.empty();
    }
    float[] average = weights(file, zip, AVERAGE, description.averageSha256(), graph);
    return Optional.of(row(average).reshape(average.length));
  }

  private static float[] weights(
      Path file, CheckpointZip zip, String name, String sha256, ComputationGraph graph)
      throws IOException {
    int count = Math.toIntExact(graph.numParams());
    float[] weights =
        zip.floats(name, count, sha256, index -> UnusableWeight.parameter(graph, index));
    Optional<UnusableWeight> unusable = UnusableWeight.of(graph, weights);
    if (unusable.isPresent()) {
      throw new CheckpointException(
          file, "%s holds %s, but no variance can be below 0".formatted(name, unusable.get()));
    }
    return weights;
  }

  private static INDArray row(float[] floats) {
    return Nd4j.create(floats, new long[] {1, floats.length}, 'c');
  }

  private static List<Tensor> tensors(ComputationGraph graph) {
    List<Tensor> tensors = new ArrayList<>();
    graph
        .paramTable()
        .forEach(
            (name, tensor) ->
                tensors.add(new Tensor(name, Arrays.stream(tensor.shape()).boxed().toList())));
    return tensors;
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  private static byte[] bytes(INDArray array) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(array.length() * Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(array.castTo(DataType.FLOAT).dup('c').data().asFloat());
    return bytes.array();
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(CheckpointZip.sha256().digest(bytes));
  }
}
