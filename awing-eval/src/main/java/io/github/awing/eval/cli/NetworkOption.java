package io.github.awing.eval.cli;

import io.github.awing.eval.weights.NetworkFile;
import io.github.awing.eval.weights.PretrainedNetwork;
import io.github.awing.eval.weights.TorchReading;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.CheckpointException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --checkpoint}, for commands that use a trained network. */
public final class NetworkOption {

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "the trained network: a checkpoint, or weights that PyTorch saved (default: the network of"
              + " 68 landmarks that comes along, which is for research, not for commercial use)")
  private Path file;

  /**
   * Checks that there is a network, without loading native code.
   *
   * @throws IllegalArgumentException if none is named and none comes along
   */
  public void check() {
    if (file == null) {
      PretrainedNetwork.required();
    }
  }

  /** Whether no file is named, so that the pretrained network is used. */
  public boolean isPretrained() {
    return file == null;
  }

  /** Whether the network is a file that counts as PyTorch's weights. */
  public boolean isOfPyTorch() {
    return file != null && NetworkFile.isOfPyTorch(file);
  }

  /** The network's file, or a path that stands for the pretrained network in messages. */
  public Path file() {
    return file == null ? Path.of("awing-pretrained") : file;
  }

  /** Terms of use of the pretrained network; empty for a user's own. */
  public String terms() {
    return file == null ? PretrainedNetwork.required().terms() : "";
  }

  /**
   * Reads the network. Writes a line to standard error that names the pretrained network, or what
   * was read of PyTorch's weights.
   *
   * @throws CheckpointException if the file holds no network, or is damaged
   * @throws IllegalArgumentException if the reading names a scheme or a crop, but the network is no
   *     file of PyTorch's
   */
  public Checkpoint load(TorchReading reading) {
    if (file != null) {
      return NetworkFile.load(file, reading, System.err::println);
    }
    PretrainedNetwork pretrained = PretrainedNetwork.required();
    TorchReading.requireUsual(file(), reading);
    System.err.println("network: " + pretrained);
    return pretrained.load();
  }
}
