package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import java.nio.FloatBuffer;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer does to one face, the same way every time. It can be bound to several places in
 * memory, each for one thread at a time.
 *
 * @param output what comes out of it
 * @param keepsOutput whether it writes a part of its output only when it is bound, so that nobody
 *     else may write there
 * @param scratch how many floats of scratch memory it needs
 * @param weights what it has allocated for good
 * @param binding to memory
 */
record FrozenStep(
    FaceShape output, boolean keepsOutput, long scratch, List<INDArray> weights, Binding binding) {

  /** Says where the arrays are, which must outlive what it returns. */
  @FunctionalInterface
  interface Binding {
    Runnable to(List<INDArray> inputs, INDArray output, INDArray scratch);
  }

  /** Computes the output of the inputs. */
  @FunctionalInterface
  interface Kernel {
    void run(FloatBuffer[] inputs, FloatBuffer output);
  }

  /** One in Java. */
  static FrozenStep of(FaceShape output, Kernel kernel) {
    return new FrozenStep(
        output,
        false,
        0,
        List.of(),
        (inputs, out, scratch) -> {
          FloatBuffer[] from = inputs.stream().map(NativeFloats::of).toArray(FloatBuffer[]::new);
          FloatBuffer to = NativeFloats.of(out);
          return () -> kernel.run(from, to);
        });
  }
}
