package io.github.awing.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.loss.internal.NativeFloats;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The vertices give the same by ND4J's operations as by our passes over native memory. */
class ArrayOperationsTest {

  @BeforeEach
  void seed() {
    Nd4j.getRandom().setSeed(23);
  }

  @AfterEach
  void nativeAgain() {
    System.clearProperty(NativeFloats.SWITCH);
  }

  @Test
  void concatenateAdd() {
    agree(new ConcatenateAdd(), nhwc(4, 6, 8), nhwc(4, 6, 4), nhwc(4, 6, 4), nhwc(4, 6, 16));
  }

  @Test
  void upsampleAdd() {
    agree(new UpsampleAdd(), nhwc(8, 12, 5), nhwc(4, 6, 5));
  }

  @Test
  void coordConvOfPictures() {
    INDArray pictures = Nd4j.rand(DataType.FLOAT, 3, 3, 10, 6);
    agree(new CoordConv(CNN2DFormat.NCHW, true), pictures);
    agree(new CoordConv(CNN2DFormat.NCHW, false), pictures);
  }

  @Test
  void coordConvOfFeatures() {
    agree(new CoordConv(CNN2DFormat.NHWC, true), nhwc(6, 8, 7));
  }

  @Test
  void coordConvWithTheBoundary() {
    INDArray heatmaps = Nd4j.rand(DataType.FLOAT, 3, 6, 8, 4).muli(0.1);
    agree(new CoordConv(CNN2DFormat.NHWC, true), nhwc(6, 8, 7), heatmaps);
  }

  private static INDArray nhwc(long height, long width, long channels) {
    return Nd4j.randn(DataType.FLOAT, 3, height, width, channels);
  }

  private static void agree(GraphVertex vertex, INDArray... inputs) {
    INDArray output = forward(vertex, inputs);
    INDArray gradient = Nd4j.randn(DataType.FLOAT, output.shape());
    INDArray[] gradients = backward(vertex, gradient, inputs);

    System.setProperty(NativeFloats.SWITCH, "false");
    assertClose(forward(vertex, inputs), output);
    INDArray[] same = backward(vertex, gradient, inputs);
    for (int i = 0; i < inputs.length; i++) {
      assertClose(same[i], gradients[i]);
    }
    System.clearProperty(NativeFloats.SWITCH);
  }

  private static INDArray forward(GraphVertex vertex, INDArray... inputs) {
    return runtime(vertex, inputs).doForward(true, LayerWorkspaceMgr.noWorkspaces());
  }

  private static INDArray[] backward(GraphVertex vertex, INDArray gradient, INDArray... inputs) {
    LeanVertexRuntime runtime = runtime(vertex, inputs);
    runtime.setEpsilon(gradient);
    return runtime.doBackward(false, LayerWorkspaceMgr.noWorkspaces()).getSecond();
  }

  private static LeanVertexRuntime runtime(GraphVertex vertex, INDArray... inputs) {
    LeanVertexRuntime runtime =
        (LeanVertexRuntime) vertex.instantiate(null, "v", 0, null, false, DataType.FLOAT);
    runtime.setInputs(Arrays.copyOf(inputs, inputs.length));
    return runtime;
  }

  private static void assertClose(INDArray found, INDArray expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(found.sub(expected).amaxNumber().doubleValue()).isCloseTo(0, within(1e-6));
  }
}
