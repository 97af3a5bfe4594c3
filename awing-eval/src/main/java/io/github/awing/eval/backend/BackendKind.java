package io.github.awing.eval.backend;

import io.github.awing.model.HourglassNetwork;
import io.github.awing.program.Precision;
import io.github.awing.program.cpu.Devices;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Kinds of backends that run a network. */
public enum BackendKind {
  /** ND4J, the library that also trains networks. */
  ND4J("nd4j"),
  /** ND4J with convolutions in bfloat16, on processors that multiply bfloat16. */
  ND4J_BFLOAT16("nd4j-bfloat16") {
    @Override
    public Precision precision() {
      return Precision.BFLOAT16;
    }
  },
  /** ONNX Runtime, an optional dependency that users of the library add themselves. */
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
   * Finds a kind by its name.
   *
   * @throws IllegalArgumentException if there is no such kind; the message lists the kinds
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
   * The fastest kind that computes in float32: ND4J where it has oneDNN, else ONNX Runtime if it is
   * on the class path. The search does not load ONNX Runtime.
   */
  public static BackendKind fastest() {
    // In this order: the second condition loads ND4J.
    return !OnnxPresence.isHere() || Devices.hasOneDnn() ? ND4J : ONNX;
  }

  /** The name that users type. */
  public String word() {
    return word;
  }

  /**
   * Checks that this kind can run on this machine.
   *
   * @return this
   * @throws IllegalArgumentException if it cannot run; the message says what it needs
   */
  public BackendKind requireAvailable() {
    return this;
  }

  /** The usual precision of its convolutions. */
  public Precision precision() {
    return Precision.FLOAT32;
  }

  /**
   * Starts a backend that takes the network over and closes it.
   *
   * @throws IllegalArgumentException if this kind cannot run on this machine
   */
  public InferenceBackend start(HourglassNetwork network) {
    return InferenceBackend.takingOver(network, Devices.ofNd4j(precision()));
  }
}
