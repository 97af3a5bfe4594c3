package io.github.awing.cuda;

import io.github.awing.program.DeviceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * Compiles kernels by NVRTC. The card need not be in the machine. Compiled kernels are cached.
 * NVRTC finds only its own headers, so sources must not include others.
 *
 * <p>Safe for several threads.
 */
final class KernelCompiler {

  private final CacheFolder cache;
  private final String version;
  private final int[] architectures;

  /** Makes a compiler with a cache and loads CUDA's libraries. */
  KernelCompiler(CacheFolder cache) {
    CudaLibraries.load();
    this.cache = cache;
    int[] major = new int[1];
    int[] minor = new int[1];
    require(nvrtc.nvrtcVersion(major, minor), "say its version");
    version = major[0] + "." + minor[0];
    int[] count = new int[1];
    require(nvrtc.nvrtcGetNumSupportedArchs(count), "say what it compiles for");
    architectures = new int[count[0]];
    require(nvrtc.nvrtcGetSupportedArchs(architectures), "say what it compiles for");
  }

  /**
   * Compiles a source.
   *
   * @param name of the source, for messages
   * @param options of NVRTC, without an architecture
   * @param architecture of the card: 75 for compute capability 7.5
   * @return a cubin; PTX, which the driver compiles further, if the card is newer than NVRTC
   * @throws DeviceException if NVRTC does not compile it
   */
  byte[] compile(String name, String source, List<String> options, int architecture) {
    List<String> all = new ArrayList<>(options);
    String forCard = architectureOption(architecture, architectures);
    all.add(forCard);
    String key = key(source, all);
    return cache
        .read(key)
        .orElseGet(
            () -> {
              byte[] code = compiled(name, source, all, forCard.startsWith("-arch=sm"));
              cache.write(key, code);
              return code;
            });
  }

  private String key(String source, List<String> options) {
    Digest digest = new Digest().add(version).add(source);
    options.forEach(digest::add);
    return digest.text() + ".kernels";
  }

  /**
   * The option for a card's own architecture or, if NVRTC does not know it, the newest older one.
   */
  static String architectureOption(int architecture, int[] known) {
    int nearest =
        Arrays.stream(known)
            .filter(other -> other <= architecture)
            .max()
            .orElseThrow(
                () ->
                    new DeviceException(
                        "NVRTC no longer compiles for cards of compute capability "
                            + architecture / 10
                            + "."
                            + architecture % 10
                            + ": choose another card"));
    return (nearest == architecture ? "-arch=sm_" : "-arch=compute_") + nearest;
  }

  private byte[] compiled(String name, String source, List<String> options, boolean cubin) {
    _nvrtcProgram program = new _nvrtcProgram();
    try (BytePointer text = new BytePointer(source, StandardCharsets.UTF_8);
        BytePointer title = new BytePointer(name, StandardCharsets.UTF_8);
        PointerPointer<BytePointer> words =
            new PointerPointer<>(options.toArray(String[]::new), StandardCharsets.UTF_8)) {
      require(
          nvrtc.nvrtcCreateProgram(
              program, text, title, 0, (PointerPointer<?>) null, (PointerPointer<?>) null),
          "begin to compile");
      try {
        int status = nvrtc.nvrtcCompileProgram(program, options.size(), words);
        if (status == nvrtc.NVRTC_ERROR_COMPILATION) {
          throw problem(name, options, log(program));
        }
        require(status, "compile " + name + " with " + String.join(" ", options));
        return cubin ? cubin(program) : ptx(program);
      } finally {
        nvrtc.nvrtcDestroyProgram(program);
      }
    }
  }

  /** Exception with the first error for the user; the whole log is its cause. */
  private DeviceException problem(String name, List<String> options, String log) {
    String first =
        log.lines().filter(line -> line.contains("error")).findFirst().orElse(OneLine.of(log));
    return new DeviceException(
        name
            + " does not compile with NVRTC "
            + version
            + " and "
            + String.join(" ", options)
            + ": "
            + first.strip()
            + "; please report it, or install CUDA 13.0",
        new IllegalStateException(log));
  }

  private static String log(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      require(nvrtc.nvrtcGetProgramLogSize(program, size), "say what is wrong");
      byte[] log = new byte[Math.toIntExact(size.get())];
      require(nvrtc.nvrtcGetProgramLog(program, log), "say what is wrong");
      return new String(log, 0, Math.max(0, log.length - 1), StandardCharsets.UTF_8);
    }
  }

  private static byte[] cubin(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      require(nvrtc.nvrtcGetCUBINSize(program, size), "give its code");
      byte[] code = new byte[Math.toIntExact(size.get())];
      require(nvrtc.nvrtcGetCUBIN(program, code), "give its code");
      return code;
    }
  }

  private static byte[] ptx(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      require(nvrtc.nvrtcGetPTXSize(program, size), "give its code");
      byte[] code = new byte[Math.toIntExact(size.get())];
      require(nvrtc.nvrtcGetPTX(program, code), "give its code");
      return code;
    }
  }

  private static void require(int status, String what) {
    if (status != nvrtc.NVRTC_SUCCESS) {
      throw new DeviceException(
          "NVRTC cannot "
              + what
              + ": "
              + nvrtc.nvrtcGetErrorString(status).getString()
              + "; install CUDA 13's nvidia-cuda-nvrtc again");
    }
  }
}
