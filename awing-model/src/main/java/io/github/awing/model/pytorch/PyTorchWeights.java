package io.github.awing.model.pytorch;

import io.github.awing.model.CheckpointException;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
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
 * The authors' weights in our network: a {@code .pth} in PyTorch's form of 2019 or its zip form, or
 * safetensors. The weights may stand by themselves or under a key such as {@code state_dict}, with
 * names that begin with {@code module.}, {@code _orig_mod.} or another wrapper's name.
 *
 * <p>Reads data alone: no code of the file's runs. What else a file holds, such as an optimiser's
 * state, is passed over; a file that reaches for the machine is refused.
 */
public final class PyTorchWeights {

  /** How many names an error lists. */
  private static final int NAMED = 8;

  private PyTorchWeights() {}

  /**
   * The network of a file, whose size its tensors tell.
   *
   * @param landmarks how many the network is said to find
   * @param stacks how many of the file's to use, from the first; 0 for all
   * @throws CheckpointException if the file holds no such network; the message lists the tensors
   *     that are missing, of another shape, or too many
   */
  public static HourglassNetwork read(Path file, int landmarks, int stacks) {
    return open(
        file,
        tensors -> {
          HourglassSpec spec = new AuthorsShape(tensors).spec(landmarks, stacks);
          requireStored(spec, tensors);
          HourglassNetwork network = HourglassNetwork.create(spec, 0);
          Map<String, INDArray> ours = new LinkedHashMap<>();
          network
              .graph()
              .paramTable()
              .forEach((name, array) -> ours.put(AuthorsTensorNames.of(name), array));
          requireAll(ours, tensors, stacks != 0);
          for (Map.Entry<String, INDArray> entry : ours.entrySet()) {
            float[] values = tensors.get(entry.getKey()).read();
            requireFinite(entry.getKey(), values);
            entry.getValue().assign(Nd4j.create(values, entry.getValue().shape(), 'c'));
          }
          return network;
        });
  }

  /**
   * How many heatmaps each stack of a file's network has: its landmarks, and one more for the
   * boundary if it has one.
   *
   * @throws CheckpointException if the file holds no such network
   */
  public static int heatmaps(Path file) {
    return open(file, tensors -> new AuthorsShape(tensors).heatmaps());
  }

  /** Takes something out of a file's tensors. */
  @FunctionalInterface
  private interface Reading<T> {
    T from(Map<String, StoredTensor> tensors) throws IOException;
  }

  private static <T> T open(Path file, Reading<T> reading) {
    try (WeightFile weights = WeightFile.open(file)) {
      Map<String, StoredTensor> tensors = new LinkedHashMap<>(weights.tensors());
      tensors.keySet().removeIf(name -> name.endsWith(AuthorsTensorNames.COUNTER));
      return reading.from(tensors);
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

  private static void requireFinite(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new MalformedFileException(
            "%s is %s at element %d; weights must be finite".formatted(name, values[i], i));
      }
    }
  }

  /** Before a network is made: one that a few bytes only claim to fill would take all memory. */
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
      Map<String, INDArray> ours, Map<String, StoredTensor> theirs, boolean someStacks) {
    List<String> problems = new ArrayList<>();
    ours.forEach(
        (name, array) -> {
          StoredTensor tensor = theirs.get(name);
          if (tensor == null) {
            problems.add(name + " is missing");
          } else if (!Arrays.equals(withoutOnes(tensor.shape()), withoutOnes(array.shape()))) {
            problems.add(
                "%s is %s, but should be %s"
                    .formatted(
                        name, Arrays.toString(tensor.shape()), Arrays.toString(array.shape())));
          }
        });
    if (!someStacks) {
      theirs.keySet().stream()
          .filter(name -> !ours.containsKey(name))
          .forEach(name -> problems.add(name + " is not the network's"));
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

  /** A vector of ours is a row, one of theirs is not. */
  private static long[] withoutOnes(long[] shape) {
    return Arrays.stream(shape).filter(length -> length != 1).toArray();
  }
}
