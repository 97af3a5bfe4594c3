package io.github.awing.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Tests that any list is read, or refused with one line, never with another exception. */
class WflwReaderPropertyTest {

  private static Path folder;
  private static Path list;

  @BeforeContainer
  static void aDataSet() throws IOException {
    folder = Files.createTempDirectory("wflw");
    list = WflwReaderTest.prepare(folder);
  }

  @AfterContainer
  static void noDataSet() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(seed = "1904073991", tries = 300)
  void isReadOrRefused(@ForAll byte[] bytes, @ForAll int cut) throws IOException {
    byte[] line = WflwReaderTest.LINE.getBytes(StandardCharsets.UTF_8);
    int kept = Math.floorMod(cut, line.length);
    byte[] text = Arrays.copyOf(line, kept + bytes.length);
    System.arraycopy(bytes, 0, text, kept, bytes.length);
    Files.write(list, text);
    try {
      assertThat(DataSetFormat.WFLW.read(folder, Split.TEST).faces()).isNotEmpty();
    } catch (BadDataException e) {
      assertThat(e).hasMessageStartingWith(list.toString());
    }
  }
}
