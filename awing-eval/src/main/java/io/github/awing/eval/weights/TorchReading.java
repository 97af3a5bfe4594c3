package io.github.awing.eval.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.CheckpointException;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.pytorch.PyTorchWeights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Facts that a file of PyTorch's weights does not contain.
 *
 * @param scheme of the landmarks; if left out, the one with as many landmarks as the weights have
 *     heatmaps, with or without the boundary
 * @param cropEnlargement side of the face crop per longer side of the face's box, as the weights
 *     were trained with; if left out, {@link #AUTHORS_CROP}
 */
public record TorchReading(Optional<LandmarkScheme> scheme, OptionalDouble cropEnlargement) {

  /**
   * The crop of the authors' evaluation: 1.344 times the mean of the box's sides. Over 640 faces of
   * WFLW, with the boxes of their landmarks, that is 1.29 times the longer side, as a median.
   */
  public static final double AUTHORS_CROP = 1.29;

  /** Both facts left out. */
  public static final TorchReading USUAL =
      new TorchReading(Optional.empty(), OptionalDouble.empty());

  /**
   * Refuses facts that are given for a network that is no file of PyTorch's.
   *
   * @throws IllegalArgumentException if the reading names a scheme or a crop
   */
  public static void requireUsual(Path file, TorchReading reading) {
    if (!reading.equals(USUAL)) {
      throw new IllegalArgumentException(
          "%s: a checkpoint has a landmark scheme and a crop of its own; --scheme and --crop-enlargement are for PyTorch's weights"
              .formatted(file));
    }
  }

  /** Side of the face crop per longer side of the face's box. */
  double crop() {
    return cropEnlargement.orElse(AUTHORS_CROP);
  }

  /**
   * The scheme of a file's landmarks.
   *
   * @throws CheckpointException if the scheme is left out and the number of heatmaps does not
   *     determine it
   */
  public LandmarkScheme schemeOf(Path file, PyTorchWeights.Contents contents) {
    return scheme.orElseGet(() -> ofHeatmaps(file, contents.heatmaps()));
  }

  private static LandmarkScheme ofHeatmaps(Path file, int heatmaps) {
    List<LandmarkScheme> fitting =
        LandmarkScheme.NAMES.stream()
            .map(LandmarkScheme::named)
            .filter(known -> known.count() == heatmaps || known.count() + 1 == heatmaps)
            .toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    throw new CheckpointException(
        file,
        "it has %d heatmaps, which %s; say by --scheme NAME or FILE what they are"
            .formatted(
                heatmaps,
                fitting.isEmpty()
                    ? "are those of none of " + String.join(", ", LandmarkScheme.NAMES)
                    : "may be "
                        + fitting.stream()
                            .map(LandmarkScheme::name)
                            .collect(Collectors.joining(" or "))));
  }

  /**
   * Makes a checkpoint of a file's weights; its plan names the file and its SHA-256.
   *
   * @param stacks number of the file's stacks to use, from the first; 0 for all
   * @throws CheckpointException if the file holds no such network, or is damaged
   */
  public Checkpoint convert(Path file, PyTorchWeights.Contents contents, int stacks) {
    LandmarkScheme landmarks = schemeOf(file, contents);
    HourglassNetwork network = PyTorchWeights.read(file, landmarks.count(), stacks);
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("imported", file.getFileName().toString());
    origin.put("sha256", FileDigest.sha256(file));
    if (!contents.place().isEmpty()) {
      origin.put("weights", contents.place());
    }
    try {
      String plan = new YAMLMapper().writeValueAsString(origin);
      return new Checkpoint(network, landmarks.definition(), crop(), 0, 0, 0, plan);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("words can always be written", e);
    }
  }
}
