package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.model.ArgMaxQuarter;
import io.github.awing.model.DecodedLandmarks;
import io.github.awing.model.Golden;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import io.github.awing.model.onnx.OnnxExport;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import onnx.Onnx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tests the program that docs/network.md shows, to the quarter of a cell that it leaves out. */
class OnnxRuntimeExampleTest {

  private static final int QUARTER = 1;

  @TempDir private Path folder;

  /** The authors' code has 64 cells on a crop of 256 pixels, and multiplies by 4. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void decodesHeatmapsLikeTheAuthors(int face) throws Exception {
    INDArray heatmaps = Golden.array("decode_heatmaps");
    INDArray places = Golden.array("decode_points_64");
    int landmarks = (int) places.size(1);
    Path onnx = folder.resolve("constant.onnx");
    Files.write(onnx, answering(heatmaps.slice(face), landmarks).toByteArray());

    List<String> lines = printed(onnx, new BufferedImage(256, 256, BufferedImage.TYPE_INT_RGB));

    assertThat(lines).hasSize(landmarks);
    for (int landmark = 0; landmark < landmarks; landmark++) {
      assertNear(
          lines.get(landmark),
          4 * places.getDouble(face, landmark, 0),
          4 * places.getDouble(face, landmark, 1));
    }
  }

  @Test
  void findsTheLandmarksThatTheNetworkFinds() throws Exception {
    HourglassNetwork network =
        HourglassNetwork.create(new HourglassSpec(5, 1, 16, 1, 64, true, true, false), 1);
    Path onnx = folder.resolve("network.onnx");
    OnnxExport.write(network, "mine", 1.25, onnx);
    BufferedImage crop = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    INDArray pictures = Nd4j.create(DataType.FLOAT, 1, 3, 64, 64);
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 64 * 64; i++) {
      int rgb = random.nextInt(1 << 24);
      crop.setRGB(i % 64, i / 64, rgb);
      for (int c = 0; c < 3; c++) {
        pictures.putScalar(new int[] {0, c, i / 64, i % 64}, (rgb >> (16 - 8 * c) & 255) / 255f);
      }
    }

    List<String> lines = printed(onnx, crop);

    DecodedLandmarks ours = new ArgMaxQuarter().decode(network.heatmaps(pictures), 5);
    assertThat(lines).hasSize(5);
    for (int landmark = 0; landmark < 5; landmark++) {
      assertNear(lines.get(landmark), 4 * ours.x()[0][landmark], 4 * ours.y()[0][landmark]);
    }
  }

  private static void assertNear(String line, double x, double y) {
    String[] parts = line.split(" ");
    assertThat(Double.parseDouble(parts[1])).as(line).isCloseTo(x, within(QUARTER + 1e-4));
    assertThat(Double.parseDouble(parts[2])).as(line).isCloseTo(y, within(QUARTER + 1e-4));
  }

  private List<String> printed(Path onnx, BufferedImage crop) throws Exception {
    Path png = folder.resolve("crop.png");
    ImageIO.write(crop, "png", png.toFile());
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      OnnxRuntimeExample.main(new String[] {onnx.toString(), png.toString()});
    } finally {
      System.setOut(console);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** A network that returns the same heatmaps for every picture, [channels, 64, 64]. */
  private static Onnx.ModelProto answering(INDArray heatmaps, int landmarks) {
    Onnx.TensorProto.Builder answer =
        Onnx.TensorProto.newBuilder()
            .setName("answer")
            .setDataType(Onnx.TensorProto.DataType.FLOAT_VALUE)
            .addDims(1);
    for (long length : heatmaps.shape()) {
      answer.addDims(length);
    }
    for (float value : heatmaps.dup('c').data().asFloat()) {
      answer.addFloatData(value);
    }
    Onnx.GraphProto.Builder graph =
        Onnx.GraphProto.newBuilder()
            .setName("constant")
            .addInput(floats(OnnxExport.INPUT, 1, 3, 256, 256))
            .addInitializer(answer)
            .addNode(
                Onnx.NodeProto.newBuilder()
                    .setOpType("Identity")
                    .addInput("answer")
                    .addOutput(OnnxExport.OUTPUT))
            .addOutput(floats(OnnxExport.OUTPUT, 1, heatmaps.size(0), 64, 64));
    Onnx.ModelProto.Builder model =
        Onnx.ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(OnnxExport.OPSET))
            .setGraph(graph);
    Map.of("inputSize", 256, "landmarks", landmarks)
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    Onnx.StringStringEntryProto.newBuilder()
                        .setKey(key)
                        .setValue(Integer.toString(value))));
    return model.build();
  }

  private static Onnx.ValueInfoProto floats(String name, long... shape) {
    Onnx.TensorShapeProto.Builder lengths = Onnx.TensorShapeProto.newBuilder();
    for (long length : shape) {
      lengths.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimValue(length));
    }
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(
                    Onnx.TypeProto.Tensor.newBuilder()
                        .setElemType(Onnx.TensorProto.DataType.FLOAT_VALUE)
                        .setShape(lengths)))
        .build();
  }
}
