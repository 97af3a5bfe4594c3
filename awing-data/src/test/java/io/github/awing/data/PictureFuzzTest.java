package io.github.awing.data;

import static io.github.awing.data.FuzzedReading.refusedOrGiven;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzzes the decoders: any picture file is decoded, or refused in one line that names it. This test
 * runs the seeds; {@code dev/fuzz} searches for new inputs.
 */
class PictureFuzzTest {

  @TempDir private Path folder;

  @FuzzTest
  void jpegRegion(byte[] bytes) {
    JpegRegion.read(bytes, new Box(2, 3, 7, 9)).ifPresent(part -> closed(part.picture()));
  }

  @FuzzTest
  void picture(byte[] bytes) {
    // Beyond a million pixels an input only costs time.
    PictureFile file = new PictureFile(put("picture", bytes));
    refusedOrGiven(() -> PictureSize.check(file, bytes))
        .filter(size -> size.width() * size.height() < 1_000_000)
        .ifPresent(
            size -> {
              refusedOrGiven(() -> closed(file.read()));
              refusedOrGiven(() -> closed(file.readFor(1, new Box(2, 3, 7, 9)).picture()));
              refusedOrGiven(() -> closed(file.readFor(0.2, new Box(2, 3, 7, 9)).picture()));
            });
  }

  private static int closed(Picture picture) {
    try (picture) {
      assertThat(picture.width()).isPositive();
      return picture.height();
    }
  }

  private Path put(String name, byte[] bytes) {
    try {
      Path file = folder.resolve(name);
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
