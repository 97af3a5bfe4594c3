package io.github.awing.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the library's schemes and users' own. */
class LandmarkSchemeTest {

  private static final String GOOD =
      """
      # Mine.
      name: my-5
      landmarks: 5
      flip: 0-1 3-4
      boundary:
        - 0 2 1
        - 3..4
      normalisers:
        inter-ocular: ["0", "1"]
      parts:
        eyes: 0..1
        rest: 2..4
      """;

  @TempDir private Path folder;

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("scheme.yaml"), yaml);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wflw-98", "300w-68", "cofw-29", "aflw-19", "lapa-106", "mtfl-5"})
  void theLibrarysFlipOrdersAreTheirOwnInverses(String name) {
    LandmarkScheme scheme = LandmarkScheme.named(name);
    assertThat(scheme.count()).isEqualTo(Integer.parseInt(name.replaceAll(".*-", "")));
    int[] order = scheme.flipOrder();
    for (int i = 0; i < order.length; i++) {
      assertThat(order[order[i]]).isEqualTo(i);
    }
    assertThat(scheme.parts().values().stream().flatMap(List::stream).sorted().toList())
        .isEqualTo(IntStream.range(0, scheme.count()).boxed().toList());
    assertThat(LandmarkScheme.ofDefinition(scheme.definition()).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wflw-98", "300w-68", "cofw-29", "aflw-19", "lapa-106", "mtfl-5"})
  void curvesMirrorIntoCurves(String name) {
    LandmarkScheme scheme = LandmarkScheme.named(name);
    List<List<Integer>> ends =
        scheme.boundaryCurves().stream().map(LandmarkSchemeTest::sorted).toList();
    int[] order = scheme.flipOrder();
    for (List<Integer> curve : scheme.boundaryCurves()) {
      assertThat(ends).contains(sorted(curve.stream().map(i -> order[i]).toList()));
    }
  }

  private static List<Integer> sorted(List<Integer> indices) {
    return indices.stream().sorted().toList();
  }

  /** From the paper's page: chin, eye corners and mouth corners of both schemes. */
  @ParameterizedTest
  @CsvSource({
    "16, 8", "0, 0", "32, 16", "60, 36", "72, 45", "54, 30", "76, 48", "82, 54", "88, 60"
  })
  void theSixtyEightAreAmongTheNinetyEight(int of98, int of68) {
    int[] order =
        LandmarkScheme.named("wflw-98").landmarksOf(LandmarkScheme.named("300w-68")).orElseThrow();
    assertThat(order).hasSize(68).doesNotHaveDuplicates();
    assertThat(order[of68]).isEqualTo(of98);
  }

  @Test
  void convertingAndMirroringCommute() {
    LandmarkScheme wflw = LandmarkScheme.named("wflw-98");
    LandmarkScheme ibug = LandmarkScheme.named("300w-68");
    int[] order = wflw.landmarksOf(ibug).orElseThrow();
    int[] flip98 = wflw.flipOrder();
    int[] flip68 = ibug.flipOrder();
    for (int i = 0; i < 68; i++) {
      assertThat(flip98[order[i]]).isEqualTo(order[flip68[i]]);
    }
    assertThat(ibug.landmarksOf(wflw)).isEmpty();
  }

  /**
   * LaPa's 106 landmarks are WFLW's 98 with six more on the nose, and two centres of the eyes.
   * Contour, brows, eyes and mouth have the same order, so flip pairs and curves must be the same.
   */
  @Test
  void theHundredAndSixContainWflwsLandmarks() {
    LandmarkScheme wflw = LandmarkScheme.named("wflw-98");
    LandmarkScheme lapa = LandmarkScheme.named("lapa-106");
    int[] ofWflw =
        IntStream.range(0, 98)
            .map(
                i ->
                    i < 55
                        ? i // contour, brows, bridge of the nose
                        : i < 60
                            ? 58 + i - 55 // below the nose
                            : i < 68
                                ? 66 + i - 60 // one eye
                                : i < 76
                                    ? 75 + i - 68 // the other
                                    : i < 96 ? 84 + i - 76 : 104 + i - 96) // mouth, pupils
            .toArray();
    for (int i = 0; i < 98; i++) {
      assertThat(lapa.flipOrder()[ofWflw[i]]).as("%d", i).isEqualTo(ofWflw[wflw.flipOrder()[i]]);
    }
    for (int i = 0; i < 13; i++) {
      if (i != 8) { // The curve below the nose has more landmarks.
        assertThat(lapa.boundaryCurves())
            .contains(wflw.boundaryCurves().get(i).stream().map(j -> ofWflw[j]).toList());
      }
    }
  }

  /**
   * From mmpose's description of LaPa: the landmarks that only the 106 have, and the normaliser.
   */
  @ParameterizedTest
  @CsvSource({"55, 65", "56, 64", "57, 63", "60, 60", "74, 83", "66, 79", "87, 87", "104, 105"})
  void theHundredAndSixHaveTheirFlipPairs(int one, int other) {
    int[] order = LandmarkScheme.named("lapa-106").flipOrder();
    assertThat(order[one]).isEqualTo(other);
    assertThat(order[other]).isEqualTo(one);
    LandmarkScheme.Normaliser eyes =
        LandmarkScheme.named("lapa-106").normalisers().get("inter-ocular");
    assertThat(List.of(eyes.first(), eyes.second())).containsExactly(List.of(66), List.of(79));
  }

  /** A checkpoint may be older than the library's scheme of the same name. */
  @Test
  void aCheckpointsSchemeMayHaveTheNameOfALaterLibraryScheme() throws IOException {
    String mine = GOOD.replace("my-5", "mtfl-5");
    assertThat(LandmarkScheme.ofDefinition(mine).parts()).containsKey("rest");
    assertThatThrownBy(() -> LandmarkScheme.read(file(mine)))
        .hasMessageContaining("must not be that of one of the library's schemes, mtfl-5");
  }

  @Test
  void readsAUsersOwn() throws IOException {
    LandmarkScheme scheme = LandmarkScheme.ofNameOrFile(file(GOOD).toString());
    assertThat(scheme.name()).isEqualTo("my-5");
    assertThat(scheme.flipOrder()).containsExactly(1, 0, 2, 4, 3);
    assertThat(scheme.boundaryCurves()).containsExactly(List.of(0, 2, 1), List.of(3, 4));
    assertThat(scheme.defaultNormaliser()).isEqualTo("inter-ocular");
    LandmarkScheme again = LandmarkScheme.ofDefinition(scheme.definition());
    assertThat(again.name()).isEqualTo("my-5");
    assertThat(again.parts()).isEqualTo(scheme.parts());
    Path small = file("name: s\nlandmarks: 2\nflip: \"\"\nusual-normaliser: box-size\n");
    assertThat(LandmarkScheme.read(small).boundaryCurves()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: my-5          | name: wflw-98        | 'name' must not be that of one",
        "name: my-5          | name: a b            | :2: 'name': must be 1 to 40",
        "landmarks: 5        | landmarks: 0         | :3: 'landmarks': must be between",
        "landmarks: 5        | landmarks: 2000000000| :3: 'landmarks': must be between",
        "landmarks: 5        | landmarks: five      | :3: 'landmarks'",
        "landmarks: 5        | marks: 5             | the scheme lacks 'landmarks'",
        "flip: 0-1 3-4       | flip: 0-1 3          | :4: 'flip': '3' must be two landmarks",
        "flip: 0-1 3-4       | flip: 0-1 1-4        | :4: 'flip': '1-4' pairs a landmark twice",
        "flip: 0-1 3-4       | flip: 0-1 3-5        | :4: 'flip': '3-5' must be landmarks from 0 to 4",
        "- 3..4              | - 3..99999999999     | :7: 'boundary': '3..99999999999' must be",
        "- 3..4              | - 4..3               | :7: 'boundary': '4..3' runs backwards",
        "- 3..4              | - -1                 | :7: 'boundary'",
        "eyes: 0..1          | eyes: x              | :11: 'parts': 'x' must be landmarks",
        "'[\"0\", \"1\"]'    | '[\"0\"]'            | :9: 'normalisers': 'inter-ocular' must be two",
        "# Mine.             | '{'                  | :",
        "# Mine.             | landmarks: 7         | Duplicate field 'landmarks'",
        "rest: 2..4          | eyes: 2..4           | Duplicate field 'eyes'",
      })
  void errorsNameLineAndKey(String good, String bad, String said) throws IOException {
    assertThat(GOOD).contains(good);
    Path file = file(GOOD.replace(good, bad));
    assertThatThrownBy(() -> LandmarkScheme.read(file))
        .isInstanceOf(BadDataException.class)
        .message()
        .hasLineCount(1)
        .startsWith(file.toString())
        .contains(said);
  }

  @Test
  void refusesFilesThatAreNotSchemes() throws IOException {
    assertThatThrownBy(() -> LandmarkScheme.read(file(""))).isInstanceOf(BadDataException.class);
    assertThatThrownBy(() -> LandmarkScheme.read(file("#".repeat(70_000))))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("longer than");
    Path broken = Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xC3, 0x28});
    assertThatThrownBy(() -> LandmarkScheme.read(broken))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> LandmarkScheme.read(folder)).isInstanceOf(BadDataException.class);
    assertThatThrownBy(() -> LandmarkScheme.ofNameOrFile("wflw-99"))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(
            "wflw-98, 300w-68, cofw-29, aflw-19, lapa-106, mtfl-5, or a YAML file");
    assertThatIllegalArgumentException().isThrownBy(() -> LandmarkScheme.ofDefinition("nothing"));
    assertThatIllegalArgumentException().isThrownBy(() -> LandmarkScheme.ofDefinition("a: b\n"));
  }
}
