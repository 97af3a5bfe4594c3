package io.github.awing.eval.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the rules of the XDG base directory specification, version 0.8. */
class CacheFolderTest {

  @BeforeAll
  static void xdgIsOfLinux() {
    assumeTrue(OS.LINUX.isCurrentOs(), "the specification is for Linux");
  }

  @Test
  void isTheFolderThatTheEnvironmentNames() {
    assertThat(CacheFolder.of("/home/me", Map.of("XDG_CACHE_HOME", "/disk/cache")))
        .isEqualTo(Path.of("/disk/cache/awing"));
  }

  @Test
  void isInTheHomeFolderByDefault() {
    assertThat(CacheFolder.of("/home/me", Map.of())).isEqualTo(Path.of("/home/me/.cache/awing"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cache", "./cache", "a\0b"})
  void relativePathsAreIgnored(String told) {
    assertThat(CacheFolder.of("/home/me", Map.of("XDG_CACHE_HOME", told)))
        .isEqualTo(Path.of("/home/me/.cache/awing"));
  }
}
