package io.github.awing.model.pytorch;

import io.github.awing.model.CheckpointException;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import io.github.awing.model.UnusableWeight;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads weights of the authors' network: a {@code .pth}, {@code .pt} or {@code .ckpt} in PyTorch's
 * format of 2019 or its zip format, or safetensors. The weights may be the whole content, be under
 * any key of a training's state, or be in a pickled model. Their names may have any prefix.
 *
 * <p>Only data is read: no code of the file runs, and a file that names such code is refused.
 */
public final class PyTorchWeights {

  /** Largest number of names in an error message. */
  private static final int NAMED = 8;

  /**
   * Content of a file.
   *
   * @param place of the weights read, for instance {@code state_dict, as module.*}; empty if they
   *     are the whole content
   * @param otherPlaces of other weights of such networks, which are not read
   * @param leftOut names of further tensors, which are not part of an hourglass
   * @param heatmaps number of heatmaps: one for each landmark, and optionally the boundary's
   * @param stacks number of stacks
   */
  public record Contents(
      String place, List<String> otherPlaces, List<String> leftOut, int heatmaps, int stacks) {

    /** Copies the lists. */
    public Contents {
      otherPlaces = List.copyOf(otherPlaces);
      leftOut = List.copyOf(leftOut);
    }
  }

  /** Reads something from a file. */
  @FunctionalInterface
  private interface Reading<T> {
    T from(WeightFile file) throws IOException;
  }

  private PyTorchWeights() {}

  /**
   * Finds a file's content from names and shapes alone; no weight is read.
   *
   * @throws CheckpointException if it holds no hourglass; the message lists its content
   */
  public static Contents contents(Path file) {
    return open(
        file,
        weights -> {
          StateDictionary taken = weights.weights().get(0);
          AuthorsShape shape = new AuthorsShape(tensors(taken));
          List<String> leftOut = new ArrayList<>(taken.leftOut());
          taken
              .tensors()
              .forEach(
                  (name, tensor) -> {
                    if (isCounter(tensor) && !name.endsWith(AuthorsTensorNames.COUNTER)) {
                      leftOut.add(Printable.of(name));
                    }
                  });
          return new Contents(
              taken.place(),
              weights.weights().stream().skip(1).map(StateDictionary::place).toList(),
              leftOut,
              shape.heatmaps(),
              shape.stacks());
        });
  }

  /**
   * Reads the network of a file, whose architecture follows from its tensors.
   *
   * @param landmarks number of landmarks of the network
   * @param stacks number of the file's stacks to use, from the first; 0 for all
   * @throws CheckpointException if the file holds no such network; the message lists the tensors
   *     that are missing, have another shape or are not part of it, or the tensor that holds a
   *     number that is not finite
   */
  public static HourglassNetwork read(Path file, int landmarks, int stacks) {
    return open(file, weights -> read(weights.weights().get(0), landmarks, stacks));
  }

  private static HourglassNetwork read(StateDictionary weights, int landmarks, int stacks)
      throws IOException {
    Map<String, StoredTensor> tensors = tensors(weights);
    HourglassSpec spec = new AuthorsShape(tensors).spec(landmarks, stacks);
    requireStored(spec, tensors);
    HourglassNetwork network = HourglassNetwork.create(spec, 0);
    Map<String, INDArray> ours = new LinkedHashMap<>();
    network
        .graph()
        .paramTable()
        .forEach((name, array) -> ours.put(AuthorsTensorNames.of(name), array));
    requireAll(ours, tensors, weights.opaque(), stacks != 0);
    for (Map.Entry<String, INDArray> entry : ours.entrySet()) {
      float[] values = tensors.get(entry.getKey()).read();
      entry.getValue().assign(Nd4j.create(values, entry.getValue().shape(), 'c'));
    }
    UnusableWeight.of(network)
        .ifPresent(
            weight -> {
              throw new MalformedFileException(
                  "its %s holds %s, with which a network answers nothing but NaN: a training that diverged, or a damaged file"
                      .formatted(AuthorsTensorNames.of(weight.parameter()), weight.value()));
            });
    return network;
  }

  private static <T> T open(Path file, Reading<T> reading) {
    try (WeightFile weights = WeightFile.open(file)) {
      return reading.from(weights);
    } catch (MalformedFileException e) {
      throw new CheckpointException(file, e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new CheckpointException(file, "there is no such file", e);
    } catch (EOFException e) {
      throw new CheckpointException(file, "it is cut short", e);
    } catch (IOException | UncheckedIOException e) {
      throw new CheckpointException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** The tensors that must be weights, without counters, which a network does not need. */
  private static Map<String, StoredTensor> tensors(StateDictionary weights) {
    String mark = StateDictionary.MARK;
    if (!weights.tensors().containsKey(mark)) {
      throw new MalformedFileException(
          "its %s is %s, no tensor that torch.save wrote"
              .formatted(mark, weights.opaque().get(mark)));
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>(weights.tensors());
    tensors.keySet().removeIf(name -> name.endsWith(AuthorsTensorNames.COUNTER));
    return tensors;
  }

  private static boolean isCounter(StoredTensor tensor) {
    return !tensor.storage().type().isFloatingPoint();
  }

  /**
   * Checked before the network is made: a short file can declare a network larger than the memory.
   */
  private static void requireStored(HourglassSpec spec, Map<String, StoredTensor> tensors) {
    long claimed = tensors.values().stream().mapToLong(StoredTensor::count).sum();
    long stored =
        tensors.values().stream()
            .map(StoredTensor::storage)
            .distinct()
            .mapToLong(Storage::elements)
            .sum();
    if (claimed > stored) {
      throw new MalformedFileException(
          "its tensors claim %d elements, but only %d are stored".formatted(claimed, stored));
    }
    if (spec.blockWeights() > claimed) {
      throw new MalformedFileException(
          "its tensors have %d elements, too few for a network of %d stacks and %d features"
              .formatted(claimed, spec.stacks(), spec.features()));
    }
  }

  private static void requireAll(
      Map<String, INDArray> ours,
      Map<String, StoredTensor> theirs,
      Map<String, String> opaque,
      boolean someStacks) {
    List<String> problems = new ArrayList<>();
    ours.forEach(
        (name, array) -> {
          StoredTensor tensor = theirs.get(name);
          if (tensor == null && opaque.containsKey(name)) {
            problems.add("%s is %s, no tensor".formatted(name, opaque.get(name)));
          } else if (tensor == null) {
            problems.add(name + " is missing");
          } else if (!Arrays.equals(withoutOnes(tensor.shape()), withoutOnes(array.shape()))) {
            problems.add(
                "%s is %s, but should be %s"
                    .formatted(
                        name, Arrays.toString(tensor.shape()), Arrays.toString(array.shape())));
          }
        });
    if (!someStacks) {
      theirs.forEach(
          (name, tensor) -> {
            if (!ours.containsKey(name) && !isCounter(tensor)) {
              problems.add(Printable.of(name) + " is not the network's");
            }
          });
    }
    if (!problems.isEmpty()) {
      String listed = String.join("; ", problems.subList(0, Math.min(NAMED, problems.size())));
      int more = problems.size() - NAMED;
      throw new MalformedFileException(
          "its tensors are not the network's: "
              + listed
              + (more > 0 ? "; and %d more".formatted(more) : ""));
    }
  }

  /** A vector is a row in this project, and has one axis in PyTorch. */
  private static long[] withoutOnes(long[] shape) {
    return Arrays.stream(shape).filter(length -> length != 1).toArray();
  }
}
