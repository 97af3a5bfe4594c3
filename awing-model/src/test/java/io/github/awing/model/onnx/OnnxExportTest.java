package io.github.awing.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Compares exported networks in ONNX Runtime with this project's. */
class OnnxExportTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "1, 1, true, true, false",
    "2, 1, true, true, false",
    "2, 2, true, false, true",
    "2, 1, false, true, true",
    "1, 2, false, false, false"
  })
  void agreesWithTheNetwork(
      int stacks, int depth, boolean coordConv, boolean boundary, boolean endRelu)
      throws Exception {
    HourglassSpec spec = new HourglassSpec(5, stacks, 16, depth, 64, coordConv, boundary, endRelu);
    assertAnswersAsOurs(spec, 1);
    assertAnswersAsOurs(spec, 3);
  }

  @Test
  @Tag("slow")
  void agreesWithTheNetworkInThePapersSize() throws Exception {
    assertAnswersAsOurs(HourglassSpec.paper(98), 1);
  }

  @Test
  void hasItsMetadata() throws Exception {
    Path file = folder.resolve("network.onnx");
    HourglassNetwork network =
        HourglassNetwork.create(new HourglassSpec(5, 1, 16, 1, 64, true, true, false), 1);
    OnnxExport.write(network, "mine", 1.5, file);
    try (OrtSession session = session(file)) {
      assertThat(session.getInputNames()).containsExactly("pictures");
      assertThat(session.getOutputNames()).containsExactly("heatmaps");
      assertThat(session.getInputInfo().get("pictures").getInfo().toString())
          .contains("[-1, 3, 64, 64]");
      assertThat(session.getOutputInfo().get("heatmaps").getInfo().toString())
          .contains("[-1, 6, 16, 16]");
      assertThat(session.getMetadata().getCustomMetadata())
          .containsEntry("scheme", "mine")
          .containsEntry("landmarks", "5")
          .containsEntry("inputSize", "64")
          .containsEntry("cropEnlargement", "1.5");
    }
  }

  @Test
  void isDeterministicAndLeavesNoTemporaryFile() throws IOException {
    HourglassNetwork network =
        HourglassNetwork.create(new HourglassSpec(5, 1, 16, 1, 64, true, true, false), 1);
    OnnxExport.write(network, "mine", 1.5, folder.resolve("one.onnx"));
    OnnxExport.write(network, "mine", 1.5, folder.resolve("two.onnx"));
    assertThat(folder.resolve("one.onnx")).hasSameBinaryContentAs(folder.resolve("two.onnx"));
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  private void assertAnswersAsOurs(HourglassSpec spec, int batch) throws Exception {
    HourglassNetwork network = HourglassNetwork.create(spec, 7);
    stir(network);
    INDArray pictures = Nd4j.create(DataType.FLOAT, batch, 3, spec.inputSize(), spec.inputSize());
    SplittableRandom random = new SplittableRandom(batch);
    float[] pixels = new float[(int) pictures.length()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    pictures.data().setData(pixels);
    INDArray ours = network.heatmaps(pictures);
    double size = ours.amaxNumber().doubleValue();

    Path file = folder.resolve("network.onnx");
    OnnxExport.write(network, "none", 1.25, file);
    float[] theirs = run(file, pixels, pictures.shape());

    float[] expected = ours.data().asFloat();
    assertThat(theirs).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) theirs[i]).isCloseTo(expected[i], within(1e-4 * size));
    }
    assertThat(size).isGreaterThan(0.01);
  }

  /** Changes batch normalisations from their initial values, with which they have no effect. */
  private static void stir(HourglassNetwork network) {
    SplittableRandom random = new SplittableRandom(3);
    network
        .graph()
        .paramTable()
        .forEach(
            (name, array) -> {
              double middle = name.endsWith("_var") || name.endsWith("_gamma") ? 1 : 0;
              if (array.rank() < 4 || array.size(0) == 1) {
                for (int i = 0; i < array.length(); i++) {
                  array.putScalar(i, middle + 0.2 * (random.nextDouble() - 0.5));
                }
              }
            });
  }

  private static float[] run(Path file, float[] pixels, long[] shape) throws OrtException {
    try (OrtSession session = session(file);
        OnnxTensor input =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(pixels), shape);
        OrtSession.Result result = session.run(Map.of(OnnxExport.INPUT, input))) {
      FloatBuffer heatmaps = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] values = new float[heatmaps.remaining()];
      heatmaps.get(values);
      return values;
    }
  }

  private static OrtSession session(Path file) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(2);
    return OrtEnvironment.getEnvironment().createSession(file.toString(), options);
  }
}
