package io.github.awing.eval.program;

import io.github.awing.eval.engine.EngineKind;
import picocli.CommandLine.Option;

/** The option {@code --engine}, for commands that use a network. */
public final class EngineOption {

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description =
          "what the network runs on: nd4j, nd4j-bfloat16, which is faster and less precise on a"
              + " processor that multiplies such numbers, or onnx for ONNX Runtime (default: the"
              + " faster of nd4j and onnx here)")
  private String word;

  /**
   * Checks what was asked for, without loading native code.
   *
   * @throws IllegalArgumentException if there is no such engine, or it cannot be used here
   */
  public void check() {
    if (word != null) {
      EngineKind.named(word).requireAvailable();
    }
  }

  /** The engine asked for, else the fastest here: for after {@link ComputeBackend#start}. */
  public EngineKind kind() {
    return word == null ? EngineKind.fastest() : EngineKind.named(word);
  }
}
