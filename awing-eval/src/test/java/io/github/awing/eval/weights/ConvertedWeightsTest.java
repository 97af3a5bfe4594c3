package io.github.awing.eval.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.eval.FaceAligner;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.CheckpointException;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertedWeightsTest {

  private static final HourglassSpec SPEC = new HourglassSpec(98, 1, 16, 1, 256, true, true, false);

  @TempDir private Path folder;
  private final List<String> output = new ArrayList<>();
  private Path file;
  private Path beside;
  private Path cache;

  @BeforeEach
  void weights() throws IOException {
    file = SafetensorsFile.write(folder.resolve("authors.safetensors"), network(5));
    beside = folder.resolve(".authors.safetensors.awing");
    cache = folder.resolve("cache");
  }

  @Test
  void areKeptBesideTheFileAndTakenFromThere() throws IOException {
    Checkpoint made = load(TorchReading.USUAL);
    assertThat(made.weightsSha256()).isEqualTo(sha256(5));
    assertThat(made.scheme()).isEqualTo("wflw-98");
    assertThat(made.cropEnlargement()).isEqualTo(1.29);
    assertThat(beside).isRegularFile();
    assertThat(cache).doesNotExist();
    FileTime then = FileTime.fromMillis(0);
    Files.setLastModifiedTime(beside, then);

    assertThat(load(TorchReading.USUAL).weightsSha256()).isEqualTo(sha256(5));
    assertThat(Files.getLastModifiedTime(beside)).isEqualTo(then);
    String line =
        file
            + ": PyTorch's weights; scheme wflw-98 and the boundary, stacks 1, crop 1.29 times"
            + " the box";
    assertThat(output).containsExactly(line + "; kept as " + beside, line);
  }

  @Test
  void areMadeAnewWhenTheFileChanges() throws IOException {
    load(TorchReading.USUAL);
    SafetensorsFile.write(file, network(6));
    assertThat(load(TorchReading.USUAL).weightsSha256()).isEqualTo(sha256(6));
    assertThat(Checkpoint.load(beside).weightsSha256()).isEqualTo(sha256(6));
  }

  @Test
  void areMadeAnewWhenTheCheckpointIsDamaged() throws IOException {
    load(TorchReading.USUAL);
    for (long at : new long[] {0, Files.size(beside) / 2, Files.size(beside) - 10}) {
      try (RandomAccessFile kept = new RandomAccessFile(beside.toFile(), "rw")) {
        kept.seek(at);
        kept.write(new byte[] {1, 2, 3, 4, 5});
      }
      assertThat(load(TorchReading.USUAL).weightsSha256()).isEqualTo(sha256(5));
    }
    Files.write(beside, new byte[0]);
    assertThat(load(TorchReading.USUAL).weightsSha256()).isEqualTo(sha256(5));
    assertThat(Checkpoint.load(beside).weightsSha256()).isEqualTo(sha256(5));
  }

  /** Blocks a path by a folder that is not empty, which no file can replace. */
  @Test
  void areKeptInTheUsersFolderWhereTheirOwnCannotBeWrittenTo() throws IOException {
    Files.createDirectories(beside.resolve("something"));
    load(TorchReading.USUAL);
    load(TorchReading.USUAL);
    Path kept = cache.resolve(FileDigest.sha256(file) + ".awing");
    assertThat(output.get(0)).endsWith("; kept as " + kept);
    assertThat(output.get(1)).doesNotContain("kept");
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains(".awing."));
  }

  @Test
  void areUsedWhereNoFolderIsWritable() throws IOException {
    Files.createDirectories(beside.resolve("something"));
    Files.writeString(cache, "a file where a folder should be");
    assertThat(load(TorchReading.USUAL).weightsSha256()).isEqualTo(sha256(5));
    assertThat(output.get(0)).contains("; kept nowhere, as neither ");
  }

  @Test
  void areReadWithTheUsersSchemeAndCrop() throws IOException {
    HourglassSpec spec = new HourglassSpec(99, 1, 16, 1, 256, true, false, false);
    SafetensorsFile.write(file, HourglassNetwork.create(spec, 5));
    Path mine = folder.resolve("mine.yaml");
    Files.writeString(mine, "name: m\nlandmarks: 99\nflip: \"\"\nusual-normaliser: box-size\n");
    LandmarkScheme scheme = LandmarkScheme.ofNameOrFile(mine.toString());
    Checkpoint read = load(new TorchReading(Optional.of(scheme), OptionalDouble.of(1.5)));
    assertThat(read.network().spec()).isEqualTo(spec);
    assertThat(read.scheme()).isEqualTo(scheme.definition());
    assertThat(read.cropEnlargement()).isEqualTo(1.5);
    Checkpoint usual = load(TorchReading.USUAL);
    assertThat(usual.scheme()).isEqualTo("wflw-98");
    assertThat(usual.cropEnlargement()).isEqualTo(1.29);
    assertThat(usual.network().spec().boundary()).isTrue();
  }

  @Test
  void areLoadedByAnAligner() {
    try (FaceAligner aligner = FaceAligner.load(file)) {
      assertThat(aligner.scheme().name()).isEqualTo("wflw-98");
      assertThat(aligner.cropper().enlargement()).isEqualTo(1.29);
    }
  }

  @Test
  void areDistinguishedFromCheckpointsByTheirContent() throws IOException {
    Path checkpoint = folder.resolve("checkpoint.pth");
    new Checkpoint(network(5), "wflw-98", 1.4, 0, 0, 0, "").save(checkpoint);
    assertThat(NetworkFile.isOfPyTorch(checkpoint)).isFalse();
    assertThat(NetworkFile.isOfPyTorch(file)).isTrue();
    assertThat(NetworkFile.load(checkpoint).cropEnlargement()).isEqualTo(1.4);
    TorchReading asked = new TorchReading(Optional.empty(), OptionalDouble.of(2));
    assertThatThrownBy(() -> NetworkFile.load(checkpoint, asked, output::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("are for PyTorch's weights");
    assertThatThrownBy(() -> NetworkFile.load(folder.resolve("none.pth")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageEndingWith("there is no such file");
  }

  private Checkpoint load(TorchReading reading) {
    return new ConvertedWeights(cache).of(file, reading, output::add);
  }

  private static HourglassNetwork network(long seed) {
    return HourglassNetwork.create(SPEC, seed);
  }

  private static String sha256(long seed) {
    return new Checkpoint(network(seed), "wflw-98", 1, 0, 0, 0, "").weightsSha256();
  }
}
