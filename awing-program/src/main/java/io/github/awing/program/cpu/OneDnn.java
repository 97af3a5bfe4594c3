package io.github.awing.program.cpu;

import io.github.awing.loss.internal.NativeFloats;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * oneDNN, called directly: ND4J's own calls of it make every primitive anew, and move pictures to
 * another layout and back in the backward pass.
 *
 * <p>It is there when the natives of {@code org.bytedeco:dnnl} are on the class path, they load,
 * and ND4J's arrays lie in memory that it can reach.
 */
final class OneDnn {

  private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

  private OneDnn() {}

  /** Whether convolutions can be computed by it here. */
  static boolean isAvailable() {
    return NativeFloats.areReachable() && Loaded.ENGINE != null;
  }

  /** The CPU. */
  static engine engine() {
    return Loaded.ENGINE;
  }

  /** Whether the processor multiplies bfloat16 itself; oneDNN can only imitate it elsewhere. */
  static boolean multipliesBfloat16() {
    int needed = dnnl.dnnl_cpu_isa_avx512_core_bf16;
    return (dnnl.dnnl_get_effective_cpu_isa() & needed) == needed;
  }

  private static final class Loaded {

    private static final engine ENGINE = load();

    private static engine load() {
      // ND4J has been loaded by now, and its OpenMP with it, which oneDNN then uses too; two
      // of them would have twice as many threads.
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
