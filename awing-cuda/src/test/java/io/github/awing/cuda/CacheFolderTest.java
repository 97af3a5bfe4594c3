package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {

  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir Path folder;

  @Test
  void readsWhatWasWritten() throws IOException {
    CacheFolder cache = new CacheFolder(folder.resolve("new"));
    cache.write("a", new byte[] {9});
    cache.write("a", CONTENT);
    assertThat(cache.read("a")).contains(CONTENT);
    assertThat(cache.read("b")).isEmpty();
    try (var files = Files.list(folder.resolve("new"))) {
      assertThat(files).containsExactly(folder.resolve("new/a"));
    }
  }

  @Test
  void ignoresDamagedFiles() throws IOException {
    CacheFolder cache = new CacheFolder(folder);
    cache.write("a", CONTENT);
    byte[] file = Files.readAllBytes(folder.resolve("a"));
    for (int i = 0; i < file.length; i++) {
      byte[] changed = file.clone();
      changed[i] ^= 1;
      Files.write(folder.resolve("a"), changed);
      assertThat(cache.read("a")).as("byte %d changed", i).isEmpty();
      Files.write(folder.resolve("a"), Arrays.copyOf(file, i));
      assertThat(cache.read("a")).as("cut off after %d bytes", i).isEmpty();
    }
    cache.write("a", CONTENT);
    assertThat(cache.read("a")).contains(CONTENT);
  }

  @Test
  void ignoresFilesOfAnotherName() throws IOException {
    CacheFolder cache = new CacheFolder(folder);
    cache.write("a", CONTENT);
    Files.move(folder.resolve("a"), folder.resolve("b"));
    assertThat(cache.read("b")).isEmpty();
  }

  @Test
  void worksWithoutAWritableFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    CacheFolder cache = new CacheFolder(file);
    cache.write("a", CONTENT);
    assertThat(cache.read("a")).isEmpty();
    assertThat(file).hasContent("no folder");
  }

  @Test
  void isInTheSystemsCacheFolder() {
    Path home = folder.toAbsolutePath();
    Path other = home.resolve("other");
    assertThat(usual("Linux", home, Map.of())).isEqualTo(home.resolve(".cache/awing/cuda"));
    assertThat(usual("Linux", home, Map.of("XDG_CACHE_HOME", other.toString())))
        .isEqualTo(other.resolve("awing/cuda"));
    assertThat(usual("Linux", home, Map.of("XDG_CACHE_HOME", "relative")))
        .isEqualTo(home.resolve(".cache/awing/cuda"));
    assertThat(usual("Windows 11", home, Map.of("LOCALAPPDATA", other.toString())))
        .isEqualTo(other.resolve("awing/cuda"));
    assertThat(usual("Windows 11", home, Map.of()))
        .isEqualTo(home.resolve("AppData/Local/awing/cuda"));
  }

  private static Path usual(String system, Path home, Map<String, String> environment) {
    return CacheFolder.usual(system, home.toString(), environment);
  }
}
