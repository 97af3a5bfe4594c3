package io.github.awing.model.layer;

import io.github.awing.program.LayerSteps;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs the steps of a layer with parameters in Deeplearning4j. */
final class StepsLayer extends BaseLayer<FeedForwardLayer> {

  private transient LayerPrograms programs;

  StepsLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  private LayerPrograms programs() {
    if (programs == null) {
      programs = new LayerPrograms((LayerSteps) layerConf(), numParams());
    }
    return programs;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    return programs().forward(new INDArray[] {input}, paramsFlattened, training, workspaces);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray[] inputGradients =
        programs()
            .backward(
                new INDArray[] {input}, epsilon, paramsFlattened, gradientsFlattened, workspaces);
    Gradient result = new DefaultGradient();
    gradientViews.forEach(
        (parameter, gradient) -> {
          if (gradient != null) {
            result.setGradientFor(parameter, gradient, gradient.rank() == 4 ? 'c' : null);
          }
        });
    return new Pair<>(result, inputGradients[0]);
  }

  @Override
  public boolean updaterDivideByMinibatch(String parameter) {
    return !BatchNormalizationParamInitializer.GLOBAL_MEAN.equals(parameter)
        && !BatchNormalizationParamInitializer.GLOBAL_VAR.equals(parameter);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
