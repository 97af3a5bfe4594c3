package io.github.awing.eval.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.CheckpointException;
import io.github.awing.model.pytorch.PyTorchWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Converts PyTorch's weights to checkpoints, each once. Keeps a checkpoint beside the weights'
 * file, or in the user's cache folder if the file's folder is read-only. Uses it again only for a
 * file of the same SHA-256, and replaces it if it is damaged.
 */
final class ConvertedWeights {

  private final Path cache;

  /**
   * Reads nothing yet.
   *
   * @param cache the user's cache folder
   */
  ConvertedWeights(Path cache) {
    this.cache = cache;
  }

  /**
   * Loads or makes the checkpoint of a file's weights.
   *
   * @param notes takes one line on the file: scheme, stacks, crop and place of the checkpoint
   * @throws CheckpointException if the file holds no such network, or is damaged
   */
  Checkpoint of(Path file, TorchReading reading, Consumer<String> notes) {
    PyTorchWeights.Contents contents = PyTorchWeights.contents(file);
    LandmarkScheme scheme = reading.schemeOf(file, contents);
    String sha256 = FileDigest.sha256(file);
    List<Path> places =
        List.of(
            file.resolveSibling("." + file.getFileName() + ".awing"),
            cache.resolve(sha256 + ".awing"));
    // Two threads would write the same temporary file.
    synchronized (ConvertedWeights.class) {
      for (Path place : places) {
        Optional<Checkpoint> kept = kept(place, sha256, scheme);
        if (kept.isPresent()) {
          notes.accept(line(file, scheme, kept.get(), reading.crop()));
          return withCrop(kept.get(), reading.crop());
        }
      }
      Checkpoint made = reading.convert(file, contents, 0);
      String where =
          places.stream()
              .filter(place -> save(made, place))
              .findFirst()
              .map(place -> "; kept as " + place)
              .orElse("; kept nowhere, as neither its folder nor " + cache + " can be written to");
      notes.accept(line(file, scheme, made, reading.crop()) + where);
      return made;
    }
  }

  /** The checkpoint at a place, if it is intact and made from this file with this scheme. */
  private static Optional<Checkpoint> kept(Path place, String sha256, LandmarkScheme scheme) {
    if (!Files.isRegularFile(place)) {
      return Optional.empty();
    }
    try {
      Checkpoint kept = Checkpoint.load(place);
      boolean same =
          new YAMLMapper().readTree(kept.plan()).path("sha256").asText().equals(sha256)
              && kept.scheme().equals(scheme.definition());
      return same ? Optional.of(kept) : Optional.empty();
    } catch (CheckpointException | JsonProcessingException e) {
      // A damaged or foreign checkpoint is replaced.
      return Optional.empty();
    }
  }

  private static boolean save(Checkpoint made, Path place) {
    try {
      made.save(place);
      return true;
    } catch (IOException e) {
      // The next place may be writable; the weights are used in any case.
      return false;
    }
  }

  private static Checkpoint withCrop(Checkpoint kept, double crop) {
    return new Checkpoint(kept.network(), kept.scheme(), crop, 0, 0, 0, kept.plan());
  }

  private static String line(Path file, LandmarkScheme scheme, Checkpoint made, double crop) {
    return "%s: PyTorch's weights; scheme %s%s, stacks %d, crop %s times the box"
        .formatted(
            file,
            scheme.name(),
            made.network().spec().boundary() ? " and the boundary" : "",
            made.network().spec().stacks(),
            crop);
  }
}
