package io.github.awing.cuda;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.javacpp.BytePointer;

/**
 * Described card, for which cuDNN 9.8 or newer makes plans although the machine does not have it.
 */
final class DescribedCard implements PlanTarget, AutoCloseable {

  /** Cards of each generation. */
  enum Model {
    T4("Tesla T4", 75, 40, 65536, 16, 1024, 4, 1590, 15),
    A100("NVIDIA A100-SXM4-80GB", 80, 108, 166912, 32, 2048, 40, 1410, 80),
    RTX_3090("NVIDIA GeForce RTX 3090", 86, 82, 101376, 16, 1536, 6, 1695, 24),
    RTX_4090("NVIDIA GeForce RTX 4090", 89, 128, 101376, 24, 1536, 72, 2520, 24),
    H100("NVIDIA H100 80GB HBM3", 90, 132, 232448, 32, 2048, 50, 1980, 80),
    B200("NVIDIA B200", 100, 148, 232448, 32, 2048, 126, 1965, 180),
    RTX_5090("NVIDIA GeForce RTX 5090", 120, 170, 101376, 24, 1536, 96, 2407, 32);

    private final String name;
    private final int architecture;
    private final int multiprocessors;
    private final int sharedBytes;
    private final int blocks;
    private final int threads;
    private final int cacheMebibytes;
    private final int megahertz;
    private final long gibibytes;

    Model(
        String name,
        int architecture,
        int multiprocessors,
        int sharedBytes,
        int blocks,
        int threads,
        int cacheMebibytes,
        int megahertz,
        long gibibytes) {
      this.name = name;
      this.architecture = architecture;
      this.multiprocessors = multiprocessors;
      this.sharedBytes = sharedBytes;
      this.blocks = blocks;
      this.threads = threads;
      this.cacheMebibytes = cacheMebibytes;
      this.megahertz = megahertz;
      this.gibibytes = gibibytes;
    }

    int architecture() {
      return architecture;
    }

    /** The description in cuDNN's format. */
    private String json() {
      return String.format(
          Locale.ROOT,
          """
          {"maxGridSize": [2147483647, 65535, 65535], "maxBlockSize": [1024, 1024, 64],
           "regsPerBlock": 65536, "multiProcessorCount": %d, "smCountOrigin": 0, "warpSize": 32,
           "maxSharedMemoryPerBlock": 49152, "maxSharedMemoryPerBlockOptin": %d,
           "reservedSharedMemoryPerBlock": %d, "maxRegistersPerSM": 65536, "maxCtasPerSM": %d,
           "maxThreadsPerBlock": 1024, "maxThreadsPerSM": %d, "pciDeviceId": 0, "isTccDriver": 0,
           "supportCoopLaunch": 1, "totalGlobalMem": %d, "smClockRateKHz": %d,
           "memClockRateKHz": 2619000, "l2CacheSize": %d, "cudaDeviceId": 0, "deviceVer": %d,
           "driverVer": 13000, "deviceName": "%s"}
          """,
          multiprocessors,
          sharedBytes,
          architecture < 80 ? 0 : 1024,
          blocks,
          threads,
          gibibytes << 30,
          megahertz * 1000,
          cacheMebibytes << 20,
          architecture * 10,
          name);
    }
  }

  private final CudnnDescriptor properties;

  DescribedCard(Model model) {
    properties = new CudnnDescriptor(cudnn.CUDNN_BACKEND_DEVICEPROP_DESCRIPTOR);
    byte[] json = model.json().getBytes(StandardCharsets.UTF_8);
    try (BytePointer text = new BytePointer(json)) {
      CudnnStatus.require(
          cudnn.cudnnBackendSetAttribute(
              properties.pointer(),
              cudnn.CUDNN_ATTR_DEVICEPROP_JSON_REPRESENTATION,
              cudnn.CUDNN_TYPE_CHAR,
              json.length,
              text),
          "be told of a card");
    }
    properties.finish();
  }

  @Override
  public void describeTo(CudnnDescriptor graph) {
    // Set by the descriptors that request plans.
  }

  @Override
  public void describeToHeuristics(CudnnDescriptor heuristics) {
    heuristics.descriptors(cudnn.CUDNN_ATTR_ENGINEHEUR_DEVICEPROP, properties);
  }

  @Override
  public void describeToEngine(CudnnDescriptor engine) {
    engine.descriptors(cudnn.CUDNN_ATTR_ENGINE_DEVICEPROP, properties);
  }

  @Override
  public void describeToPlan(CudnnDescriptor plan) {
    plan.descriptors(cudnn.CUDNN_ATTR_EXECUTION_PLAN_DEVICEPROP, properties);
  }

  @Override
  public void close() {
    properties.close();
  }
}
