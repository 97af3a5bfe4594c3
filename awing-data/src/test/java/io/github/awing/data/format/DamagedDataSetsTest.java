package io.github.awing.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Split;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damages data sets' lists: each is read, or refused in one line that names the file. */
class DamagedDataSetsTest {

  private static final int DAMAGES = 150;

  @TempDir private Path folder;

  /** Writers of a list in each format. */
  private enum Kind {
    WFLW(DataSetFormat.WFLW, WflwReader.LISTS + "/list_98pt_rect_attr_test.txt") {
      @Override
      void write(Path folder) throws IOException {
        text(folder, threeOf(numbers(196) + " 1 2 50 60 0 1 0 0 0 1 a/b.jpg\n"));
      }
    },
    PLAIN_WFLW(DataSetFormat.WFLW, WflwReader.PLAIN_LISTS + "/list_98pt_test.txt") {
      @Override
      void write(Path folder) throws IOException {
        text(folder, threeOf(numbers(196) + " a/b.jpg\n"));
      }
    },
    PTS(DataSetFormat.PTS, "a.pts") {
      @Override
      void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("a.jpg"), "");
        text(folder, "version: 1\nn_points: 29\n{\n" + numbers(58).replace(' ', '\n') + "\n}\n");
      }
    },
    CSV(DataSetFormat.CSV, "list.csv") {
      @Override
      void write(Path folder) throws IOException {
        String header =
            IntStream.range(0, 29)
                .mapToObj(i -> ",x%d,y%d".formatted(i, i))
                .collect(Collectors.joining("", "image", "\n"));
        text(folder, header + threeOf("a.jpg," + numbers(58).replace(' ', ',') + "\n"));
      }
    },
    HRNET_CSV(DataSetFormat.HRNET_CSV, "list.csv") {
      @Override
      void write(Path folder) throws IOException {
        String header =
            IntStream.range(0, 19)
                .mapToObj(i -> ",original_%d_x,original_%d_y".formatted(i, i))
                .collect(
                    Collectors.joining("", "image_name,scale,box_size,center_w,center_h", "\n"));
        text(
            folder,
            header + threeOf("a.jpg,1.5,300,40,50," + numbers(38).replace(' ', ',') + "\n"));
      }
    },
    COCO(DataSetFormat.COCO, "list.json") {
      @Override
      void write(Path folder) throws IOException {
        String points =
            IntStream.range(0, 29)
                .mapToObj(i -> i + "," + i + ",2")
                .collect(Collectors.joining(","));
        text(folder, CocoReaderTest.json("a.jpg", points, ", \"bbox\": [1, 2, 30, 40]"));
      }
    },
    COFW(DataSetFormat.COFW, "COFW_test_color.mat") {
      @Override
      void write(Path folder) throws IOException {
        Files.copy(CofwReaderTest.fixture().resolve(list), folder.resolve(list));
      }
    },
    PACKED_COFW(DataSetFormat.COFW, "COFW_test_color.mat") {
      @Override
      void write(Path folder) throws IOException {
        // The arrays have other names, so that only the container is read in full.
        Files.copy(CofwReaderTest.fixture().resolve("COFW_train_color.mat"), folder.resolve(list));
      }
    },
    AFLW(DataSetFormat.AFLW, "AFLWinfo_release.mat") {
      @Override
      void write(Path folder) throws IOException {
        AflwReaderTest.write(folder, 3);
      }
    };

    final DataSetFormat format;
    final String list;

    Kind(DataSetFormat format, String list) {
      this.format = format;
      this.list = list;
    }

    abstract void write(Path folder) throws IOException;

    void text(Path folder, String text) throws IOException {
      Files.writeString(folder.resolve(list), text);
    }

    /** A face's line for each of three pictures. */
    static String threeOf(String line) {
      return IntStream.range(0, 3)
          .mapToObj(i -> line.replace(".jpg", i + ".jpg"))
          .collect(Collectors.joining());
    }

    static String numbers(int count) {
      return IntStream.range(0, count)
          .mapToObj(i -> Integer.toString(i * 37 % 100))
          .collect(Collectors.joining(" "));
    }
  }

  private Path write(Kind kind) throws IOException {
    Path list = folder.resolve(kind.list);
    Files.createDirectories(list.getParent());
    Files.createDirectories(folder.resolve(WflwReader.IMAGES));
    kind.write(folder);
    return list;
  }

  private void readOrRefused(Kind kind, String damage) {
    try {
      FaceDataSet data = kind.format.read(folder, Split.TEST);
      for (AnnotatedFace face : data.faces()) {
        face.picture().read().close();
      }
    } catch (BadDataException e) {
      assertThat(e.getMessage()).as(damage).hasLineCount(1).startsWith(folder.toString());
    } catch (RuntimeException | Error e) {
      fail(damage, e);
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(Kind.values());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void cutOff(Kind kind) throws IOException {
    Path list = write(kind);
    byte[] whole = Files.readAllBytes(list);
    for (int i = 0; i < DAMAGES; i++) {
      int length = (int) ((long) whole.length * i / DAMAGES);
      Files.write(list, Arrays.copyOf(whole, length));
      readOrRefused(kind, "cut after %d of %d bytes".formatted(length, whole.length));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void changedBytes(Kind kind) throws IOException {
    Path list = write(kind);
    byte[] whole = Files.readAllBytes(list);
    SplittableRandom random = new SplittableRandom(1904073991);
    for (int i = 0; i < DAMAGES; i++) {
      byte[] changed = whole.clone();
      int place = 0;
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        place = random.nextInt(changed.length);
        changed[place] = (byte) random.nextInt(256);
      }
      Files.write(list, changed);
      readOrRefused(kind, "damage %d, the last at byte %d".formatted(i, place));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void nothingNotTextOrAFolder(Kind kind) throws IOException {
    Path list = write(kind);
    for (byte[] content : new byte[][] {{}, {(byte) 0xC3, 0x28}, {0, 0, 0, 0}, {'\n', '\n'}}) {
      Files.write(list, content);
      assertThatThrownBy(() -> kind.format.read(folder, Split.TEST))
          .isInstanceOf(BadDataException.class);
    }
    Files.delete(list);
    Files.createDirectory(list);
    assertThatThrownBy(() -> kind.format.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class);
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> kind.format.read(file, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("is no folder");
    assertThatThrownBy(() -> kind.format.read(folder.resolve("none"), Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("there is no such folder");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void invalidOrHugeNumbers(Kind kind) throws IOException {
    Path list = write(kind);
    if (list.toString().endsWith(".mat")) {
      return;
    }
    String good = Files.readString(list);
    for (String number :
        new String[] {"NaN", "Infinity", "1e308", "-1e308", "1e999", "0x1p3", ""}) {
      Files.writeString(list, good.replaceAll("\\b37\\b", number));
      readOrRefused(kind, "numbers are " + number);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void windowsLineEnds(Kind kind) throws IOException {
    Path list = write(kind);
    if (list.toString().endsWith(".mat")) {
      return;
    }
    FaceDataSet expected = kind.format.read(folder, Split.TEST);
    Files.writeString(list, Files.readString(list).replace("\n", "\r\n"));
    assertThat(kind.format.read(folder, Split.TEST).faces()).isEqualTo(expected.faces());
  }

  /** More than the tests' heap can hold: it must be refused before it is read. */
  @Test
  void aLineWithoutEnd() throws IOException {
    for (Kind kind : new Kind[] {Kind.WFLW, Kind.CSV, Kind.HRNET_CSV, Kind.COCO, Kind.PTS}) {
      Path list = write(kind);
      byte[] digits = "0".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      byte[] start = Files.readAllBytes(list);
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(list))) {
        // The header and a part of the first number remain.
        out.write(start, 0, start.length - 150);
        for (int i = 0; i < 40; i++) {
          out.write(digits);
        }
      }
      assertThatThrownBy(() -> kind.format.read(folder, Split.TEST))
          .as(kind.toString())
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(folder.toString());
      Files.delete(list);
    }
  }
}
