package io.github.awing.model;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.program.Buffer;
import io.github.awing.program.Device;
import io.github.awing.program.Executable;
import io.github.awing.program.TensorShape;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Inference program compiled from a {@link HourglassNetwork}, with the weights at the time of
 * compilation.
 *
 * <p>Safe for several threads, one of which runs at a time.
 */
public final class InferenceProgram implements AutoCloseable {

  private final HourglassSpec spec;
  private final ProgramCompiler.Inference compiled;
  private final Executable executable;

  InferenceProgram(HourglassNetwork network, Device device) {
    spec = network.spec();
    compiled =
        ProgramCompiler.inference(
            network.graph(),
            new TensorShape(1, spec.inputSize(), spec.inputSize(), 3),
            HourglassGraph.heatmaps(spec, spec.stacks() - 1));
    executable = device.bind(compiled.program());
  }

  /**
   * Computes the last stack's heatmaps.
   *
   * @param pictures face crops, float [N, 3, S, S], RGB from 0 to 1, S the input size
   * @return float [N, channels, S/4, S/4], about 0 to 1, the boundary last; detached from any
   *     workspace
   * @throws IllegalArgumentException if the pictures' shape is different
   * @throws IllegalStateException if this program is closed
   */
  public INDArray heatmaps(INDArray pictures) {
    HourglassNetwork.checkPictures(spec, pictures);
    int cells = spec.heatmapSize();
    INDArray heatmaps =
        Nd4j.createUninitializedDetached(
            DataType.FLOAT, pictures.size(0), spec.channels(), cells, cells);
    executable.run(
        Map.of(
            compiled.picture(),
            NativeFloats.dense(pictures.castTo(DataType.FLOAT)),
            compiled.heatmaps(),
            heatmaps));
    return heatmaps;
  }

  /** Frees the memory. Closing again has no effect. */
  @Override
  public void close() {
    executable.close();
    compiled.program().buffers().stream()
        .map(Buffer::constant)
        .filter(constant -> constant != null && !constant.wasClosed())
        .forEach(INDArray::close);
  }
}
