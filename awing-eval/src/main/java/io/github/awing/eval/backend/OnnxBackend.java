package io.github.awing.eval.backend;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import io.github.awing.model.onnx.OnnxExport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs the network's ONNX export in ONNX Runtime, on the CPU. Callers take turns: parallel runs are
 * no faster, and ONNX Runtime keeps the memory of as many runs as were ever parallel.
 */
final class OnnxBackend implements InferenceBackend {

  private final HourglassSpec spec;
  private final OrtEnvironment runtime;
  private final OrtSession session;
  private boolean closed;

  private OnnxBackend(HourglassSpec spec, OrtEnvironment runtime, OrtSession session) {
    this.spec = spec;
    this.runtime = runtime;
    this.session = session;
  }

  /** Exports the network and closes it. */
  static OnnxBackend of(HourglassNetwork network) {
    HourglassSpec spec = network.spec();
    OrtEnvironment runtime = OnnxRuntime.load();
    try {
      Path file = Files.createTempFile("awing", ".onnx");
      try {
        // ONNX Runtime ignores the file's scheme and enlargement.
        OnnxExport.write(network, "", 1, file);
        network.graph().close();
        return new OnnxBackend(spec, runtime, session(runtime, file));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the network cannot be handed to ONNX Runtime by a file in %s: %s"
              .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
  }

  private static OrtSession session(OrtEnvironment runtime, Path file) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // Spinning threads take the cores from the threads that read the next pictures.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      return runtime.createSession(file.toString(), options);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  @Override
  public synchronized INDArray heatmaps(INDArray pictures) {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    requireShape(pictures);
    long[] shape = {
      pictures.size(0), spec.channels(), spec.heatmapSize(), spec.heatmapSize(),
    };
    INDArray heatmaps = Nd4j.createUninitialized(DataType.FLOAT, shape);
    // Both tensors share the arrays' memory, so nothing is copied.
    try (OnnxTensor input =
            OnnxTensor.createTensor(runtime, NativeFloats.toRead(pictures), pictures.shape());
        OnnxTensor output =
            OnnxTensor.createTensor(runtime, NativeFloats.toWrite(heatmaps), shape)) {
      session.run(Map.of(OnnxExport.INPUT, input), Map.of(OnnxExport.OUTPUT, output)).close();
      return heatmaps;
    } catch (OrtException e) {
      heatmaps.close();
      throw failed(e);
    } finally {
      // The buffers do not keep the arrays' memory alive.
      Reference.reachabilityFence(pictures);
      Reference.reachabilityFence(heatmaps);
    }
  }

  private void requireShape(INDArray pictures) {
    long[] shape = pictures.shape();
    int size = spec.inputSize();
    if (shape.length != 4 || shape[1] != 3 || shape[2] != size || shape[3] != size) {
      throw new IllegalArgumentException(
          "pictures must be [N, 3, %d, %<d], but are %s".formatted(size, Arrays.toString(shape)));
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(OrtException e) {
    return new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
  }
}
