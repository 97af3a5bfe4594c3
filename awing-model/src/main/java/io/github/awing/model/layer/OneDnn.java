package io.github.awing.model.layer;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * oneDNN, called directly: ND4J's own calls of it make every primitive anew, and move pictures to
 * another layout and back in the backward pass.
 *
 * <p>It is there when the natives of {@code org.bytedeco:dnnl} are on the class path, they load,
 * and ND4J computes on the CPU. The system property {@value #SWITCH}, {@code false}, turns it off.
 */
final class OneDnn {

  private static final String SWITCH = "awing.onednn";
  private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

  private OneDnn() {}

  /** Whether convolutions can be computed by it here. */
  static boolean isAvailable() {
    return Loaded.ENGINE != null;
  }

  /** The CPU. */
  static engine engine() {
    return Loaded.ENGINE;
  }

  private static final class Loaded {

    private static final engine ENGINE = load();

    private static engine load() {
      // ND4J's OpenMP must come first: two of them would have twice as many threads.
      boolean onCpu = Nd4j.getBackend().getClass().getSimpleName().equals("CpuBackend");
      if (!onCpu || !Boolean.parseBoolean(System.getProperty(SWITCH, "true"))) {
        return null;
      }
      try {
        Loader.load(dnnl.class);
        return new engine(engine.kind.cpu, 0);
      } catch (LinkageError e) {
        LOG.info("no oneDNN here, so ND4J convolves, in more time: {}", e.toString());
        return null;
      }
    }
  }
}
