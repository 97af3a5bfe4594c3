package io.github.awing.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Picture;
import io.github.awing.data.detect.FaceDetector;
import io.github.awing.data.detect.FacePlace;
import io.github.awing.eval.Alignment;
import io.github.awing.eval.FaceAligner;
import io.github.awing.loss.AdaptiveWing;
import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.HeatmapLossLayer;
import io.github.awing.loss.Layout;
import io.github.awing.loss.LossAndGradient;
import io.github.awing.loss.LossBackend;
import io.github.awing.loss.Reduction;
import io.github.awing.loss.TargetRange;
import io.github.awing.loss.WeightedLossMap;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import io.github.awing.program.cpu.Devices;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Every Java line of README and docs stands in a test below, or in a program that a test beside it
 * runs: so it compiles and works.
 */
class DocumentedCodeTest {

  private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");

  @TempDir private Path folder;

  @Test
  void everyJavaLineOfTheDocsIsTested() throws IOException {
    StringBuilder tested =
        new StringBuilder(
            Files.readString(
                Path.of("src/test/java/io/github/awing/train/DocumentedCodeTest.java")));
    for (String module : List.of("awing-loss", "awing-model", "awing-eval", "awing-train")) {
      try (Stream<Path> programs = Files.list(Path.of("..", module, "src/test/java/example"))) {
        for (Path program : programs.toList()) {
          tested.append(Files.readString(program));
        }
      }
    }
    String here = spaceless(tested.toString());
    int blocks = 0;
    for (Path page : pages()) {
      Matcher matcher = JAVA.matcher(Files.readString(page));
      while (matcher.find()) {
        blocks++;
        assertThat(here.contains(spaceless(matcher.group(1))))
            .as("%s shows code that no test has:%n%s", page, matcher.group(1))
            .isTrue();
      }
    }
    assertThat(blocks).isEqualTo(11);
  }

  @Test
  void theOutputLayer() {
    GraphBuilder graph = new NeuralNetConfiguration.Builder().graphBuilder().addInputs("heatmaps");
    graph.addLayer("loss", new HeatmapLossLayer(HeatmapLoss.paper()), "heatmaps");
    assertThat(graph.setOutputs("loss").build().getVertices()).containsKey("loss");
  }

  @Test
  void theAligner() throws IOException {
    Path checkpoint = folder.resolve("last.awing");
    new Checkpoint(
            HourglassNetwork.create(new HourglassSpec(98, 1, 16, 2, 64, true, true, false), 1),
            "wflw-98",
            1.25,
            0,
            0,
            1,
            "")
        .save(checkpoint);
    Path file = folder.resolve("face.png");
    ImageIO.write(new BufferedImage(80, 90, BufferedImage.TYPE_3BYTE_BGR), "png", file.toFile());
    Box box = new Box(10, 10, 70, 80);
    Alignment alignment;
    try (FaceAligner aligner = FaceAligner.load(checkpoint);
        Picture picture = Picture.read(file)) {
      alignment = aligner.align(picture, box);
    }
    assertThat(alignment.landmarks().get(16).x()).isFinite();
  }

  @Test
  void facesThatTheDetectorFinds() throws IOException {
    Path file =
        Path.of("../awing-data/src/test/resources/io/github/awing/data/detect/astronaut.jpg");
    HourglassNetwork network =
        HourglassNetwork.create(new HourglassSpec(98, 1, 16, 2, 64, true, true, false), 1);
    LandmarkScheme scheme = LandmarkScheme.named("wflw-98");
    try (FaceAligner aligner = new FaceAligner(network, scheme, 1.25, Devices.ofNd4j())) {
      List<Alignment> faces = new ArrayList<>();
      try (FaceDetector detector = FaceDetector.yuNet();
          Picture picture = Picture.read(file)) {
        for (FaceDetector.Detection face : detector.detect(picture)) {
          faces.add(aligner.align(picture, FacePlace.of(face)));
        }
      }
      assertThat(faces).hasSize(1);
    }
  }

  @Test
  void theLossOfAPixel() {
    double target = 0;
    double prediction = 0.25;
    AdaptiveWing wing = new AdaptiveWing();
    double loss = wing.loss(target, prediction);
    double gradient = wing.gradient(target, prediction);
    assertThat(loss).isCloseTo(14 * Math.log(1 + Math.pow(0.25, 2.1)), within(1e-12));
    assertThat(gradient).isPositive();
  }

  @Test
  void theWeights() {
    INDArray targets = Nd4j.zeros(DataType.FLOAT, 1, 2, 8, 8);
    INDArray weights = new WeightedLossMap().of(targets, Layout.NCHW);
    assertThat(weights).isEqualTo(Nd4j.ones(DataType.FLOAT, 1, 2, 8, 8));
  }

  @Test
  void theParts() {
    INDArray targets = Nd4j.zeros(DataType.FLOAT, 1, 2, 8, 8);
    INDArray predictions = Nd4j.ones(DataType.FLOAT, 1, 2, 8, 8);
    INDArray visible = Nd4j.createFromArray(new float[][] {{1, 0}});
    HeatmapLoss loss =
        new HeatmapLoss.Builder(new AdaptiveWing())
            .weightMap(new WeightedLossMap())
            .reduction(Reduction.MEAN)
            .targetRange(TargetRange.REFUSE)
            .layout(Layout.NCHW)
            .backend(LossBackend.AUTOMATIC)
            .build();
    LossAndGradient evaluation = loss.evaluate(targets, predictions, visible);
    assertThat(loss).isEqualTo(HeatmapLoss.paper());
    assertThat(evaluation.loss().getDouble(0))
        .isCloseTo(new AdaptiveWing().loss(0, 1) / 2, within(1e-5));
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("../README.md")));
    try (Stream<Path> docs = Files.list(Path.of("../docs"))) {
      docs.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
    }
    return pages;
  }

  private static String spaceless(String text) {
    return text.replaceAll("\\s+", "");
  }
}
