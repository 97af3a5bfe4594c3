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
   * Whether a file counts as PyTorch's weights: its name ends in {@code .pth}, {@code .pt}, {@code
   * .ckpt} or {@code .safetensors}, and it holds no checkpoint.
   */
  public static boolean isOfPyTorch(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return OF_PYTORCH.stream().anyMatch(name::endsWith) && !Checkpoint.isCheckpoint(file);
  }

  /**
   * Reads a network for use; PyTorch's weights are read by {@link TorchReading#USUAL}.
   *
   * @throws CheckpointException if the file holds no network, or is damaged
   */
  public static Checkpoint load(Path file) {
    return load(file, TorchReading.USUAL, line -> {});
  }

  /**
   * Reads a network for use. PyTorch's weights are converted once; the checkpoint is kept beside
   * their file or in the user's cache folder.
   *
   * @param reading of PyTorch's weights
   * @param notes takes one line on PyTorch's weights: file, scheme, stacks
   * @throws CheckpointException if the file holds no network, or is damaged
   * @throws IllegalArgumentException if the file is a checkpoint, but the reading names a scheme or
   *     a crop
   */
  public static Checkpoint load(Path file, TorchReading reading, Consumer<String> notes) {
    if (isOfPyTorch(file)) {
      return new ConvertedWeights(CacheFolder.ofUser()).of(file, reading, notes);
    }
    Checkpoint checkpoint = Checkpoint.load(file);
    TorchReading.requireUsual(file, reading);
    return checkpoint;
  }
}
