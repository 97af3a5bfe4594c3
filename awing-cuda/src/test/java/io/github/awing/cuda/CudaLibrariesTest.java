package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaLibrariesTest {

  @TempDir Path folder;

  @Test
  void findsWheelsBesideEachOther() throws IOException {
    library("nvidia/cu13/lib/libcudart.so.13");
    library("nvidia/cudnn/lib/libcudnn.so.9");
    library("nvidia/nccl/lib/libnccl.so.2");
    library("numpy/lib/libother.so");
    assertThat(CudaLibraries.foldersBelow(folder))
        .containsExactly(folder.resolve("nvidia/cu13/lib"), folder.resolve("nvidia/cudnn/lib"));
    assertThat(CudaLibraries.foldersBelow(folder.resolve("nvidia"))).hasSize(2);
    assertThat(CudaLibraries.foldersBelow(folder.resolve("nvidia/cudnn"))).hasSize(1);
    assertThat(CudaLibraries.foldersBelow(folder.resolve("nvidia/cudnn/lib"))).hasSize(1);
  }

  @Test
  void findsToolkits() throws IOException {
    library("lib64/libnvrtc.so.13");
    library("bin/x64/cudart64_13.dll");
    assertThat(CudaLibraries.foldersBelow(folder))
        .containsExactly(folder.resolve("lib64"), folder.resolve("bin/x64"));
    assertThat(CudaLibraries.foldersBelow(folder.resolve("missing"))).isEmpty();
  }

  @Test
  void searchesTheChosenFolderFirst() throws IOException {
    library("libcudart.so.13");
    Properties properties = new Properties();
    CudaLibraries.addFolders(properties, Optional.empty());
    assertThat(properties).isEmpty();
    properties.setProperty("platform.linkpath", "other");
    CudaLibraries.addFolders(properties, Optional.of(folder));
    assertThat(properties)
        .containsEntry("platform.linkpath", folder + File.pathSeparator + "other");
  }

  @Test
  void namesTheMissingLibrary() {
    assertThat(
            explained(
                "/cache/libjnicudnn.so: libcudnn_cnn.so.9: cannot open shared object file: No such"
                    + " file or directory"))
        .startsWith("CUDA's library libcudnn_cnn.so.9 is missing: ")
        .contains("cuDNN 9", "pip install", "nvidia-cudnn-cu13", "AWING_CUDA_LIBRARIES");
  }

  @Test
  void reportsAMissingDriver() {
    assertThat(
            explained(
                "/cache/libjnicudart.so: libcuda.so.1: cannot open shared object file: No such file"
                    + " or directory"))
        .startsWith("no NVIDIA driver on this machine")
        .contains("install driver 580");
  }

  @Test
  void reportsOtherReasons() {
    assertThat(explained("libjnicudart.so: version `GLIBC_2.34' not found")).contains("glibc 2.34");
    assertThat(explained("Platform \"macosx-arm64\" not supported by class cudart"))
        .contains("not available for this platform");
    assertThat(CudaLibraries.explain(new UnsatisfiedLinkError("no jnicudart in java.library.path")))
        .contains("-Pgpu");
    assertThat(explained("jnicudart.dll: Can't find dependent libraries"))
        .contains("pip install", "(no jnicudart in java.library.path)");
    assertThat(CudaLibraries.explain(new UnsatisfiedLinkError("two\nlines")))
        .contains("(two; lines)")
        .doesNotContain("\n");
  }

  /** In JavaCPP's exception, the reason is the cause. */
  private static String explained(String reason) {
    UnsatisfiedLinkError error = new UnsatisfiedLinkError("no jnicudart in java.library.path");
    error.initCause(new UnsatisfiedLinkError(reason));
    return CudaLibraries.explain(error);
  }

  private void library(String path) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }
}
