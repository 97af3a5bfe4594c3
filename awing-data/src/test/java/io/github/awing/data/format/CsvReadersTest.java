package io.github.awing.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.PictureFile;
import io.github.awing.data.Point;
import io.github.awing.data.Split;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads this project's CSV and HRNet's. */
class CsvReadersTest {

  private static final String HEADER =
      "image,"
          + IntStream.range(0, 29)
              .mapToObj(i -> "x" + i + ",y" + i)
              .collect(Collectors.joining(","));
  private static final String POINTS =
      IntStream.range(0, 29)
          .mapToObj(i -> i + 0.25 + "," + (100 - i))
          .collect(Collectors.joining(","));

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void readsAFaceALine(String newline) throws IOException {
    write(
        "faces.csv",
        String.join(newline, "\uFEFF" + HEADER, "a.png," + POINTS, "", "\"b, c/ü.png\"," + POINTS));
    FaceDataSet data = DataSetFormat.guess(folder).read(folder, Split.TEST);
    assertThat(data.format()).isEqualTo(DataSetFormat.CSV.word());
    assertThat(data.scheme().name()).isEqualTo("cofw-29");
    assertThat(data.faces()).hasSize(2);
    AnnotatedFace face = data.faces().get(1);
    assertThat(face.image()).isEqualTo("b, c/ü.png");
    assertThat(face.picture()).isEqualTo(new PictureFile(folder.resolve("b, c/ü.png")));
    assertThat(face.landmarks().get(28)).isEqualTo(new Point(28.25, 72));
    assertThat(face.box()).isEqualTo(face.landmarks().box());
  }

  private static String points(int from) {
    return IntStream.range(0, 29)
        .mapToObj(i -> from + i + 0.25 + "," + (100 - i))
        .collect(Collectors.joining(","));
  }

  /** Variants of the same table, as programs and spreadsheets write it, each with one meaning. */
  @Test
  void readsWhatOtherProgramsWrite() throws IOException {
    String plain = HEADER + "\na.png," + points(0) + "\n\"b, c.png\"," + points(5) + "\n";
    String rows = plain.substring(plain.indexOf('\n') + 1);
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put("pandas' index", "," + HEADER + "\n0," + rows.replace("\n\"", "\n1,\""));
    forms.put("index_label", "index," + HEADER + "\n0," + rows.replace("\n\"", "\n1,\""));
    forms.put(
        "twice through pandas",
        "Unnamed: 0.1,Unnamed: 0," + HEADER + "\n0,0," + rows.replace("\n\"", "\n1,1,\""));
    String named = plain.replace("\"b, c.png\"", "@");
    forms.put("semicolons", named.replace(',', ';').replace("@", "b, c.png"));
    forms.put("tabs", named.replace(',', '\t').replace("@", "b, c.png"));
    forms.put("blanks after commas", named.replace(",", ", ").replace("@", "\"b, c.png\""));
    forms.put("blanks around them", named.replace(",", " , ").replace("@", "\"b, c.png\""));
    forms.put("all quoted", named.replaceAll("[^,\n]+", "\"$0\"").replace("@", "b, c.png"));
    forms.put("a separator at the end", plain.replace("\n", ",\n"));
    forms.put("Windows", "\uFEFF" + plain.replace("\n", "\r\n"));
    forms.put("old Macs", plain.replace('\n', '\r'));
    forms.put(
        "all at once",
        "\uFEFF;"
            + (named.replace("\na", "\n0,a").replace("\n@", "\n1,@"))
                .replace(",", "; ")
                .replace("\n", "\r\n")
                .replace("@", "\"b, c.png\""));
    for (Map.Entry<String, String> form : forms.entrySet()) {
      write("faces.csv", form.getValue());
      FaceDataSet data = DataSetFormat.guess(folder).read(folder, Split.TEST);
      assertThat(data.format()).as(form.getKey()).isEqualTo(DataSetFormat.CSV.word());
      assertThat(data.faces())
          .as(form.getKey())
          .extracting(AnnotatedFace::image)
          .containsExactly("a.png", "b, c.png");
      assertThat(data.faces().get(1).landmarks().get(28)).isEqualTo(new Point(33.25, 72));
    }
  }

  /** Ambiguous tables are refused with a message that gives the expected form. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image;x0;y0~a;1,5;2 | has 1 points, but 5 or 19",
        "file,x0,y0~a,1,2 | faces.csv:1: the header must be image,x0,y0,x1,y1,... for as many landmarks, but is 'file,x0,y0'",
        "image,y0,x0~a,1,2 | faces.csv:1: the header must be image,x0,y0,x1,y1,...",
        "image,x0,y0,score~a,1,2,3 | faces.csv:1: the header must be image,x0,y0,x1,y1,...",
      })
  void theMessageGivesTheExpectedHeader(String text, String why) throws IOException {
    write("faces.csv", text.replace('~', '\n'));
    refused("faces.csv", why);
    if (why.contains("header")) {
      assertThatThrownBy(() -> DataSetFormat.guess(folder))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("faces.csv:1: the header must be image,x0,y0,x1,y1,...");
    }
  }

  @Test
  void refusesADecimalComma() throws IOException {
    write("faces.csv", (HEADER + "\na.png," + points(0)).replace(',', ';').replace('.', ','));
    refused("faces.csv:2", "field 2, x0, must be a number with a dot, but is '0,25'");
    write("faces.csv", "," + HEADER + "\n0,a.png,x" + points(0).substring(1));
    refused("faces.csv:2", "field 3, x0, must be a number, but is 'x.25'");
    write("faces.csv", HEADER + ",\na.png," + points(0) + ",7");
    refused("faces.csv:2", "field 60 is '7', but the header has no name for it");
  }

  @Test
  void refusesADuplicateRowAndNamesBothLines() throws IOException {
    write("faces.csv", HEADER + "\na.png," + POINTS + "\nb.png," + POINTS + "\n./a.png," + POINTS);
    refused("faces.csv:4", "the same face of the same picture stands at line 2 already");
    // Two faces of one picture are two faces.
    write("faces.csv", HEADER + "\na.png," + points(0) + "\na.png," + points(1));
    assertThat(DataSetFormat.CSV.read(folder, Split.TEST).faces()).hasSize(2);
  }

  @Test
  void reportsAllMistakesOnRequest() throws IOException {
    write("faces.csv", HEADER + "\na.png,1\nb.png," + POINTS + "\nc.png,x" + POINTS);
    List<Long> lines = new ArrayList<>();
    FaceDataSet data =
        DataSetFormat.CSV.read(
            folder, DataSetRequest.of(Split.TEST).withMistakeHandler(e -> lines.add(e.line())));
    assertThat(data.faces()).extracting(AnnotatedFace::image).containsExactly("b.png");
    assertThat(lines).containsExactly(2L, 4L);
  }

  /** The name of one of iBUG's pictures has a blank, which other lists leave out. */
  @Test
  void findsThePictureWithTheBlank() throws IOException {
    Path picture = Files.createFile(folder.resolve("image_092 _01.jpg"));
    Path other = Files.createFile(folder.resolve("image_093_1.jpg"));
    write(
        "faces.csv",
        HEADER
            + "\nimage_092_01.jpg,"
            + POINTS
            + "\nimage_093 _1.jpg,"
            + POINTS
            + "\nimage_1_1.jpg,"
            + POINTS);
    assertThat(DataSetFormat.CSV.read(folder, Split.TEST).faces())
        .extracting(AnnotatedFace::picture)
        .containsExactly(
            new PictureFile(picture),
            new PictureFile(other),
            new PictureFile(folder.resolve("image_1_1.jpg")));
  }

  @Property(seed = "1904073991", tries = 50)
  void readsWhatWasWritten(@ForAll long seed) {
    double[] coordinates = new SplittableRandom(seed).doubles(2 * 68, -50, 5000).toArray();
    try {
      Path here = Files.createTempDirectory("csv");
      Path list = here.resolve("faces.csv");
      String header =
          IntStream.range(0, 68).mapToObj(i -> "x" + i + ",y" + i).collect(Collectors.joining(","));
      String line =
          Arrays.stream(coordinates).mapToObj(Double::toString).collect(Collectors.joining(","));
      Files.writeString(list, "image," + header + "\n1.jpg," + line + "\n");
      AnnotatedFace face = DataSetFormat.CSV.read(here, Split.TRAIN).faces().get(0);
      assertThat(face.landmarks()).isEqualTo(Landmarks.of(coordinates));
      Files.delete(list);
      Files.delete(here);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void readsHrnetsLists() throws IOException {
    Files.createDirectories(folder.resolve("images"));
    String header =
        "image_name,scale,center_w,center_h,"
            + IntStream.range(0, 68)
                .mapToObj(i -> "original_" + i + "_x,original_" + i + "_y")
                .collect(Collectors.joining(","));
    String points =
        IntStream.range(0, 68).mapToObj(i -> i + 1 + "," + 2 * i).collect(Collectors.joining(","));
    write("face_landmarks_300w_train.csv", header + "\nother.jpg,1,1,1," + points);
    write("face_landmarks_300w_valid.csv", header + "\nibug/1.jpg,0.5,101,201," + points);
    FaceDataSet data = DataSetFormat.guess(folder).read(folder, Split.TEST);
    assertThat(data.format()).isEqualTo(DataSetFormat.HRNET_CSV.word());
    assertThat(data.scheme().name()).isEqualTo("300w-68");
    AnnotatedFace face = data.faces().get(0);
    assertThat(face.picture()).isEqualTo(new PictureFile(folder.resolve("images/ibug/1.jpg")));
    // 1-based in the list.
    assertThat(face.box()).isEqualTo(new Box(50, 150, 150, 250));
    assertThat(face.landmarks().get(5)).isEqualTo(new Point(5, 9));
    assertThat(DataSetFormat.HRNET_CSV.read(folder, Split.TRAIN).faces().get(0).image())
        .isEqualTo("other.jpg");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.png,1,2 | 2: 3 fields, but the header has 59",
        "a.png,NaN{REST} | 2: field 2, x0, must be a number, but is 'NaN'",
        "a.png,{REST} | 2: field 2, x0, must be a number, but is ''",
        "a.png,1e999{REST} | 2: field 2, x0, must be a number",
        "../a.png,1{REST} | 2: field 1 must name a picture inside",
        "/etc/passwd,1{REST} | 2: field 1 must name a picture inside",
        "\"a.png,1{REST} | 2:",
      })
  void errorsNameLineAndField(String line, String why) throws IOException {
    String rest = POINTS.substring(POINTS.indexOf(','));
    write("faces.csv", HEADER + "\n" + line.replace("{REST}", rest) + "\n");
    refused("faces.csv", why);
  }

  @Test
  void refusesAFaceWithoutExtent() throws IOException {
    write("faces.csv", HEADER + "\na.png" + ",5".repeat(58));
    refused("faces.csv:2", "do not span a box");
  }

  @Test
  void refusesOtherLists() throws IOException {
    write("faces.csv", HEADER);
    refused("faces.csv", "holds no face");
    write("faces.csv", "image,x0,y0\na.png,1,2");
    refused("faces.csv", "has 1 points, but 5 or 19 or 29 or 68 or 98 or 106 are expected");
    write("faces.csv", "");
    refused("", "holds no list of this form");
    Files.write(folder.resolve("faces.csv"), new byte[] {(byte) 0xC3, 0x28, '\n'});
    refused("", "holds no list of this form");
    Files.delete(folder.resolve("faces.csv"));
    Files.createDirectory(folder.resolve("faces.csv"));
    refused("", "holds no list of this form");
    assertThatThrownBy(() -> DataSetFormat.guess(folder))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("wflw, pts, hrnet-csv, csv, coco, cofw, aflw");
  }

  @Test
  void refusesAFileThatIsNotText() throws IOException {
    String lines = ("a.png," + POINTS + "\n").repeat(200);
    byte[] start = (HEADER + "\n" + lines).getBytes(StandardCharsets.UTF_8);
    byte[] broken = Arrays.copyOf(start, start.length + 2);
    broken[start.length] = (byte) 0xC3;
    broken[start.length + 1] = 0x28;
    Files.write(folder.resolve("faces.csv"), broken);
    refused("faces.csv", "UTF-8");
  }

  /** Sixty megabytes without a line end are not kept in memory. */
  @Test
  void readsNoEndlessLine() throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("faces.csv"))) {
      out.write(HEADER + "\na.png");
      String digits = ",1234567".repeat(1 << 17);
      for (int i = 0; i < 60; i++) {
        out.write(digits);
      }
    }
    refused("faces.csv:2", "longer than 65536");
  }

  @Test
  void refusesAnAmbiguousChoiceOfLists() throws IOException {
    write("one.csv", HEADER + "\na.png," + POINTS);
    write("two.csv", HEADER + "\na.png," + POINTS);
    refused("", "holds lists (one.csv, two.csv)");
    write("my_test.csv", HEADER + "\nb.png," + POINTS);
    assertThat(DataSetFormat.CSV.read(folder, Split.TEST).faces().get(0).image())
        .isEqualTo("b.png");
  }

  @Test
  void cofwsSchemeFlipsAndNormalises() {
    LandmarkScheme scheme = LandmarkScheme.named("cofw-29");
    int[] order = scheme.flipOrder();
    assertThat(IntStream.range(0, 29).map(i -> order[order[i]]).toArray())
        .isEqualTo(IntStream.range(0, 29).toArray());
    assertThat(Arrays.stream(order).sum()).isEqualTo(29 * 28 / 2);
    assertThat(List.of(order[0], order[12], order[20], order[28])).containsExactly(1, 14, 20, 28);
    assertThat(scheme.boundaryCurves()).hasSize(13);
    double[] coordinates = new double[58];
    coordinates[16] = 10;
    coordinates[18] = 40;
    assertThat(scheme.normalisers().get("inter-ocular").distance(Landmarks.of(coordinates)))
        .isCloseTo(30, within(1e-12));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void refused(String where, String why) {
    assertThatThrownBy(() -> DataSetFormat.CSV.read(folder, Split.TEST))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(where)
        .hasMessageContaining(why)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }
}
