package io.github.awing.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Split;
import io.github.awing.data.batch.FaceBatches;
import io.github.awing.data.datavec.FaceDataSetIterator;
import io.github.awing.data.format.BoxChoice;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.data.synthetic.SyntheticFaces;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.HourglassNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A cluster of two threads must do what two devices do. */
@Tag("slow")
class SparkTrainingTest {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.master", "local[2]",
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.ui.enabled", "false");

  @TempDir private static Path folder;
  private static Path faces;
  private static TrainingPlan plan;

  @TempDir private Path out;

  @BeforeAll
  static void someDrawnFaces() {
    faces = folder.resolve("faces");
    new SyntheticFaces(4).writeWflw(faces, 12, 1, done -> {});
    plan =
        TrainingPlan.read(
            "demo",
            Map.of(
                "features",
                "16",
                "depth",
                "1",
                "input-size",
                "64",
                "epochs",
                "2",
                "batch-size",
                "4",
                "augment",
                "true"));
  }

  @BeforeEach
  void aClusterInThisJava() {
    SETTINGS.forEach(System::setProperty);
  }

  @AfterEach
  void noMore() {
    List.copyOf(System.getProperties().stringPropertyNames()).stream()
        .filter(name -> name.startsWith("spark."))
        .forEach(System::clearProperty);
  }

  @Test
  void twoWorkersDoWhatTwoDevicesDo() throws IOException {
    Path run = out.resolve("run");
    train(job(faces.toString(), run.toString(), plan, true));

    Checkpoint checkpoint = Checkpoint.load(new RunFolder(run).lastCheckpoint(), plan.objective(6));
    HourglassNetwork expected = trainedOnTwoDevices();
    assertThat(checkpoint.epoch()).isEqualTo(2);
    assertThat(checkpoint.step()).isEqualTo(6);
    assertThat(checkpoint.scheme()).isEqualTo("wflw-98");
    assertClose(checkpoint.network().graph().params(), expected.graph().params(), 1e-3);
    assertClose(
        checkpoint.network().graph().getUpdater().getStateViewArray(),
        expected.graph().getUpdater().getStateViewArray(),
        1e-2);
    assertThat(run.resolve("metrics.csv")).content().hasLineCount(3);
    assertThat(run.resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void dataComesFromAndRunsGoToAnyFileSystemOfHadoop() throws IOException {
    mount("/data", folder);
    mount("/runs", out);
    train(job("viewfs://cluster/data/faces", "viewfs://cluster/runs/run", oneEpoch(), true));
    Path run = out.resolve("run");
    assertThat(Checkpoint.load(new RunFolder(run).lastCheckpoint()).step()).isEqualTo(3);
    assertThat(run.resolve("report.html")).isNotEmptyFile();
    try (Stream<Path> left = Files.walk(run)) {
      assertThat(left.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
    }
    assertThatThrownBy(
            () ->
                train(
                    job(
                        "viewfs://cluster/data/faces",
                        "viewfs://cluster/runs/run",
                        oneEpoch(),
                        true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not empty");
  }

  @Test
  void aPictureThatCannotBeReadIsSkippedOrEndsTheTraining() throws IOException {
    Path damaged = out.resolve("damaged");
    new SyntheticFaces(5).writeWflw(damaged, 8, 1, done -> {});
    Path picture;
    try (Stream<Path> files = Files.walk(damaged.resolve("WFLW_images"))) {
      picture = files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
    Files.writeString(picture, "no picture");
    Path run = out.resolve("run");
    train(job(damaged.toString(), run.toString(), oneEpoch(), false));
    assertThat(Checkpoint.load(new RunFolder(run).lastCheckpoint()).step()).isEqualTo(2);
    assertThatThrownBy(
            () ->
                train(job(damaged.toString(), out.resolve("strict").toString(), oneEpoch(), true)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(picture.getFileName().toString());
  }

  @Test
  void refusesAFolderThatWorkersCannotReadInOneLine() {
    String missing = out.resolve("missing").toString();
    assertThatThrownBy(() -> train(job(missing, out.resolve("run").toString(), plan, true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(missing)
        .hasMessageNotContaining("\n");
  }

  private static void train(ClusterTraining.Job job) throws IOException {
    new SparkTraining().train(job, new TrainingListener() {});
  }

  private static void mount(String name, Path target) {
    System.setProperty(
        "spark.hadoop.fs.viewfs.mounttable.cluster.link." + name, target.toUri().toString());
  }

  private static TrainingPlan oneEpoch() {
    return TrainingPlan.read(
        "demo",
        Map.of(
            "features", "16", "depth", "1", "input-size", "64", "epochs", "1", "batch-size", "4"));
  }

  private static ClusterTraining.Job job(
      String data, String run, TrainingPlan plan, boolean strict) {
    ClusterTraining.Data faces = new ClusterTraining.Data(data, null, null, BoxChoice.GIVEN);
    return new ClusterTraining.Job(plan, faces, run, 2, false, strict);
  }

  private static HourglassNetwork trainedOnTwoDevices() {
    FaceDataSet data = DataSetFormat.WFLW.read(faces, Split.TRAIN);
    HourglassNetwork network =
        HourglassNetwork.create(plan.network(98), plan.objective(6), plan.seed());
    try (FaceBatches batches = PlannedFaces.batches(plan, data, true, 1)) {
      for (int epoch = 0; epoch < plan.epochs(); epoch++) {
        try (FaceDataSetIterator epochs = new FaceDataSetIterator(batches, 1, epoch)) {
          new ParallelFitting(network.graph(), 2).fit(epochs, loss -> true);
        }
      }
    }
    return network;
  }

  private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
    INDArray flat = expected.reshape(-1);
    assertThat(actual.reshape(-1).distance2(flat) / flat.norm2Number().doubleValue())
        .isLessThan(tolerance);
  }
}
