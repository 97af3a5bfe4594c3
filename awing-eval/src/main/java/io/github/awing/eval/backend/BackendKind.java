package io.github.awing.eval.backend;

import io.github.awing.model.HourglassNetwork;
import io.github.awing.program.Precision;
import io.github.awing.program.cpu.Devices;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a network can run on. */
public enum BackendKind {
  /** ND4J, which trained the network too. */
  ND4J("nd4j"),
  /** The same with convolutions in bfloat16, where the processor multiplies that. */
  ND4J_BFLOAT16("nd4j-bfloat16") {
    @Override
    public Precision precision() {
      return Precision.BFLOAT16;
    }
  },
  /** ONNX Runtime, a dependency that users of the library add themselves. */
  ONNX("onnx") {
    @Override
    public BackendKind requireAvailable() {
      if (!OnnxPresence.isHere()) {
        throw new IllegalArgumentException(
            "the engine onnx needs com.microsoft.onnxruntime:onnxruntime on the class path, with"
                + " native code for this platform; nd4j works without");
      }
      return this;
    }

    @Override
    public InferenceBackend start(HourglassNetwork network) {
      requireAvailable();
      return OnnxBackend.of(network);
    }
  };

  private final String word;

  BackendKind(String word) {
    this.word = word;
  }

  /**
   * The kind of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static BackendKind named(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no engine '%s', but %s"
                        .formatted(
                            word,
                            Arrays.stream(values())
                                .map(BackendKind::word)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * The fastest of those that lose nothing: ND4J where it has oneDNN, else ONNX Runtime if it is
   * here. Neither is loaded by ONNX Runtime's being looked for.
   */
  public static BackendKind fastest() {
    // Asked in this order, as the second loads ND4J.
    return !OnnxPresence.isHere() || Devices.hasOneDnn() ? ND4J : ONNX;
  }

  /** Its name, as a user types it. */
  public String word() {
    return word;
  }

  /**
   * Checks that it can be used here.
   *
   * @return this
   * @throws IllegalArgumentException if not; the message says what it needs
   */
  public BackendKind requireAvailable() {
    return this;
  }

  /** The numbers that its convolutions multiply, unless others are asked for. */
  public Precision precision() {
    return Precision.FLOAT32;
  }

  /**
   * Starts a backend where ND4J's arrays lie that takes the network over: it is closed with it, or
   * before.
   *
   * @throws IllegalArgumentException if this kind cannot be used here
   */
  public InferenceBackend start(HourglassNetwork network) {
    return InferenceBackend.takingOver(network, Devices.ofNd4j(precision()));
  }
}
