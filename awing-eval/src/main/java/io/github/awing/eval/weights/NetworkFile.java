package io.github.awing.eval.weights;

import io.github.awing.model.Checkpoint;
import io.github.awing.model.CheckpointException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Reads a trained network: a checkpoint, or weights that PyTorch saved. */
public final class NetworkFile {

  private static final List<String> OF_PYTORCH = List.of(".pth", ".pt", ".ckpt", ".safetensors");

  private NetworkFile() {}

  /**
   * Whether a file is taken for PyTorch's weights: by its name ({@code .pth}, {@code .pt}, {@code
   * .ckpt} or {@code .safetensors}), unless a checkpoint is in it.
   */
  public static boolean isOfPyTorch(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return OF_PYTORCH.stream().anyMatch(name::endsWith) && !Checkpoint.isIn(file);
  }

  /**
   * Reads a network for use, as its file says or as {@link TorchReading#USUAL}.
   *
   * @throws CheckpointException if the file holds none, or is damaged
   */
  public static Checkpoint load(Path file) {
    return load(file, TorchReading.USUAL, line -> {});
  }

  /**
   * Reads a network for use. PyTorch's weights are converted once and kept beside their file, else
   * in the user's cache folder.
   *
   * @param reading of PyTorch's weights
   * @param told in one line what was read of PyTorch's weights: the file, the scheme, the stacks
   * @throws CheckpointException if the file holds none, or is damaged
   * @throws IllegalArgumentException if the file is a checkpoint, but something is asked for that
   *     only PyTorch's weights leave open
   */
  public static Checkpoint load(Path file, TorchReading reading, Consumer<String> told) {
    if (isOfPyTorch(file)) {
      return new ConvertedWeights(CacheFolder.ofUser()).of(file, reading, told);
    }
    Checkpoint checkpoint = Checkpoint.load(file);
    if (!reading.equals(TorchReading.USUAL)) {
      throw new IllegalArgumentException(
          "%s: a checkpoint has a landmark scheme and a crop of its own; --scheme and --crop-enlargement are for PyTorch's weights"
              .formatted(file));
    }
    return checkpoint;
  }
}
