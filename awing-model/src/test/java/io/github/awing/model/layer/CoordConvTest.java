package io.github.awing.model.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.model.Golden;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares with the channels that the authors' CoordConv appends. */
class CoordConvTest {

  @Test
  void appendsTheAuthorsCoordinates() {
    INDArray appended = graph(CNN2DFormat.NCHW, false).outputSingle(Golden.array("coord_input"));
    assertThat(nchw(appended).equalsWithEps(Golden.array("coord_plain"), 1e-6)).isTrue();
  }

  @Test
  void appendsTheCoordinatesOfThePreviousBoundary() {
    INDArray input = Golden.array("coord_input").permute(0, 2, 3, 1).dup('c');
    INDArray heatmaps = Golden.array("coord_heatmap").permute(0, 2, 3, 1).dup('c');
    INDArray appended = graph(CNN2DFormat.NHWC, true).outputSingle(input, heatmaps);
    assertThat(nchw(appended).equalsWithEps(Golden.array("coord_boundary"), 1e-6)).isTrue();
  }

  @Test
  void survivesJson() {
    ComputationGraphConfiguration configuration = graph(CNN2DFormat.NHWC, true).getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
  }

  private static INDArray nchw(INDArray nhwc) {
    return nhwc.permute(0, 3, 1, 2).dup('c');
  }

  private static ComputationGraph graph(CNN2DFormat format, boolean boundary) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs(boundary ? new String[] {"in", "heatmaps"} : new String[] {"in"})
            .allowDisconnected(true);
    InputType in = InputType.convolutional(8, 8, 3, format);
    if (boundary) {
      builder
          .setInputTypes(in, InputType.convolutional(8, 8, 5, CNN2DFormat.NHWC))
          .addVertex("coords", new CoordConv(format, true), "in", "heatmaps");
    } else {
      builder.setInputTypes(in).addVertex("coords", new CoordConv(format, true), "in");
    }
    ComputationGraph graph = new ComputationGraph(builder.setOutputs("coords").build());
    graph.init();
    return graph;
  }
}
