package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.awing.program.DeviceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelCompilerTest {

  private static final String SOURCE =
      "extern \"C\" __global__ void fill(ELEMENT* all) { all[threadIdx.x] = 1; }";
  private static final List<String> OPTIONS = List.of("-DELEMENT=float");
  private static final int[] KNOWN = {75, 80, 90, 120};

  @TempDir Path folder;

  @Test
  void compilesForTheCardOrTheNewestBeforeIt() {
    assertThat(KernelCompiler.architectureOption(75, KNOWN)).isEqualTo("-arch=sm_75");
    assertThat(KernelCompiler.architectureOption(120, KNOWN)).isEqualTo("-arch=sm_120");
    assertThat(KernelCompiler.architectureOption(130, KNOWN)).isEqualTo("-arch=compute_120");
    assertThat(KernelCompiler.architectureOption(89, KNOWN)).isEqualTo("-arch=compute_80");
    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> KernelCompiler.architectureOption(61, KNOWN))
        .withMessageContaining("compute capability 6.1");
  }

  @ParameterizedTest
  @ValueSource(ints = {75, 80, 86, 89, 90, 100, 120})
  void compilesWithoutACard(int architecture) {
    byte[] code = compiler().compile("fill.cu", SOURCE, OPTIONS, architecture);
    assertThat(code).startsWith(0x7f, 'E', 'L', 'F');
  }

  @Test
  void compilesToPtxForCardsThatItDoesNotKnow() {
    byte[] code = compiler().compile("fill.cu", SOURCE, OPTIONS, 990);
    assertThat(code).endsWith(0);
    assertThat(new String(code, StandardCharsets.US_ASCII)).contains(".entry fill");
  }

  @Test
  void compilesOnce() throws IOException {
    KernelCompiler compiler = compiler();
    byte[] code = compiler.compile("fill.cu", SOURCE, OPTIONS, 90);
    Path kept = onlyFile();
    String name = kept.getFileName().toString();
    new CacheFolder(folder).write(name, new byte[] {1});
    assertThat(compiler.compile("fill.cu", SOURCE, OPTIONS, 90)).containsExactly(1);
    Files.writeString(kept, "damaged");
    assertThat(compiler.compile("fill.cu", SOURCE, OPTIONS, 90)).isEqualTo(code);
    assertThat(compiler.compile("fill.cu", SOURCE, OPTIONS, 80)).isNotEqualTo(code);
    assertThat(compiler.compile("fill.cu", SOURCE, List.of("-DELEMENT=int"), 90))
        .isNotEqualTo(code);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void namesTheSourceThatDoesNotCompile() {
    KernelCompiler compiler = compiler();
    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(
            () ->
                compiler()
                    .compile("fill.cu", "\n__device__ void f() { missing = 1; }", List.of(), 90))
        .withMessageMatching("fill\\.cu does not compile with NVRTC .*sm_90: .*fill\\.cu\\(2\\).*")
        .withMessageContaining("missing")
        .havingCause()
        .withMessageContaining("1 error detected");
  }

  private KernelCompiler compiler() {
    InstalledLibraries.assume();
    return new KernelCompiler(new CacheFolder(folder));
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }
}
