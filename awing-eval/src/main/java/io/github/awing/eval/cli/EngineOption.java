package io.github.awing.eval.cli;

import io.github.awing.eval.backend.BackendChoice;
import io.github.awing.eval.backend.BackendKind;
import io.github.awing.eval.backend.InferenceBackend;
import io.github.awing.program.Device;
import io.github.awing.program.DeviceException;
import io.github.awing.program.Precision;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The option {@code --engine} and the engine's {@link DeviceOptions}, for commands that run a
 * network.
 */
public final class EngineOption {

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description =
          "engine that runs the network: nd4j, nd4j-bfloat16, which is nd4j with --precision bfloat16,"
              + " or onnx for ONNX Runtime on the processor (default: the faster of nd4j and onnx"
              + " here)")
  private String word;

  @Mixin private DeviceOptions devices = new DeviceOptions();

  /**
   * Checks the options without loading native code.
   *
   * @throws IllegalArgumentException if there is no such engine or device, it cannot run on this
   *     machine, or the options contradict each other
   */
  public void check() {
    devices.check();
    if (word == null) {
      return;
    }
    BackendKind kind = BackendKind.named(word).requireAvailable();
    if (kind == BackendKind.ONNX && devices.namesAnother()) {
      throw new IllegalArgumentException(
          "--engine onnx computes on the processor alone; give --engine nd4j for another --device");
    }
    Precision chosen = devices.precision().orElse(kind.precision());
    if (kind != BackendKind.ND4J && chosen != kind.precision()) {
      throw new IllegalArgumentException(
          "--engine %s multiplies %s alone; give --engine nd4j for --precision %s"
              .formatted(word, kind.precision(), chosen));
    }
  }

  /**
   * Chooses the engine, by default the fastest; call this after {@link ComputeBackend#start}.
   *
   * @throws IllegalArgumentException if the device has no such precision
   * @throws DeviceException if the device is absent or cannot be used
   */
  public BackendChoice open() {
    BackendKind kind = kind();
    if (kind == BackendKind.ONNX) {
      return new BackendChoice(kind.word(), kind::start);
    }
    Precision precision = devices.precision().orElse(kind.precision());
    Device device = devices.open(precision);
    return new BackendChoice(
        devices.isProcessor()
            ? (precision == Precision.BFLOAT16 ? BackendKind.ND4J_BFLOAT16 : kind).word()
            : "nd4j on %s, %s".formatted(device.name(), precision),
        network -> InferenceBackend.takingOver(network, device));
  }

  private BackendKind kind() {
    if (word != null) {
      return BackendKind.named(word);
    }
    boolean float32 = devices.precision().orElse(Precision.FLOAT32) == Precision.FLOAT32;
    return float32 && devices.isProcessor() ? BackendKind.fastest() : BackendKind.ND4J;
  }
}
