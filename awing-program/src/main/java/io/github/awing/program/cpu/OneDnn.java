package io.github.awing.program.cpu;

import io.github.awing.loss.internal.NativeFloats;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads oneDNN, which this project calls directly. ND4J's own calls create every primitive again
 * for each call, and convert pictures to another layout and back in the backward pass.
 *
 * <p>It is available if the natives of {@code org.bytedeco:dnnl} are on the class path and load,
 * and ND4J's arrays lie in the processor's memory.
 */
final class OneDnn {

  private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

  private OneDnn() {}

  /** Whether oneDNN can compute convolutions here. */
  static boolean isAvailable() {
    return NativeFloats.areReachable() && Loaded.ENGINE != null;
  }

  /** oneDNN's engine of the processor. */
  static engine engine() {
    return Loaded.ENGINE;
  }

  /** Whether the processor multiplies bfloat16 itself; oneDNN only emulates it on others. */
  static boolean multipliesBfloat16() {
    int needed = dnnl.dnnl_cpu_isa_avx512_core_bf16;
    return (dnnl.dnnl_get_effective_cpu_isa() & needed) == needed;
  }

  private static final class Loaded {

    private static final engine ENGINE = load();

    private static engine load() {
      // ND4J has loaded its OpenMP by now, and oneDNN uses the same one; two would have twice the
      // threads.
      try {
        Loader.load(dnnl.class);
        return new engine(engine.kind.cpu, 0);
      } catch (LinkageError e) {
        LOG.info(
            "org.bytedeco:dnnl and opencl have no natives here, so ND4J convolves, more slowly: {}",
            e.toString());
        return null;
      }
    }
  }
}
