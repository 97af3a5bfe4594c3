package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.program.Device;
import io.github.awing.program.Executable;
import io.github.awing.program.LayerSteps;
import io.github.awing.program.Operand;
import io.github.awing.program.TensorShape;
import io.github.awing.program.cpu.Devices;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compiles and runs programs of a single layer, forward and backward, for each shape of its inputs.
 * Not thread-safe.
 */
final class LayerPrograms {

  /** Batch sizes vary, for example in the last batch of an epoch and in evaluations. */
  private static final int KEPT = 6;

  /** Memory that all layers share, one after the other. */
  private static final class Shared {
    private static final Device DEVICE = Devices.ofNd4j();
    private static final Device.Workspace WORKSPACE = DEVICE.workspace();
  }

  private final LayerSteps steps;
  private final long parameters;

  private final Map<Key, Bound> bound =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Bound> eldest) {
          boolean full = size() > KEPT;
          if (full) {
            eldest.getValue().executable.close();
          }
          return full;
        }
      };

  /** Statistics of the current batch, from forward to backward; null before the first. */
  private INDArray statistics;

  LayerPrograms(LayerSteps steps, long parameters) {
    this.steps = steps;
    this.parameters = parameters;
  }

  private record Key(List<TensorShape> inputs, boolean training, boolean backward) {}

  private record Bound(Executable executable, SingleLayer layer) {}

  INDArray forward(
      INDArray[] inputs, INDArray parameters, boolean training, LayerWorkspaceMgr workspaces) {
    Bound program = bound(inputs, training, false);
    INDArray output = array(workspaces, ArrayType.ACTIVATIONS, program.layer.output());
    Map<Operand, INDArray> arrays = given(program.layer, inputs, parameters);
    arrays.put(program.layer.output(), output);
    run(program, arrays);
    return output;
  }

  /** Computes the gradients of the inputs, null where none is needed, and of the parameters. */
  INDArray[] backward(
      INDArray[] inputs,
      INDArray outputGradient,
      INDArray parameters,
      INDArray gradients,
      LayerWorkspaceMgr workspaces) {
    Bound program = bound(inputs, true, true);
    SingleLayer layer = program.layer;
    Map<Operand, INDArray> arrays = given(layer, inputs, parameters);
    arrays.put(layer.outputGradient(), NativeFloats.dense(outputGradient));
    if (gradients != null) {
      arrays.put(layer.parameterGradients(), gradients);
    }
    INDArray[] result = new INDArray[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      Operand gradient = layer.gradient(i);
      if (gradient != null) {
        result[i] = array(workspaces, ArrayType.ACTIVATION_GRAD, gradient);
        arrays.put(gradient, result[i]);
      } else if (i > 0) {
        // A threshold has no gradient.
        result[i] =
            workspaces.create(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, inputs[i].shape(), 'c');
      }
    }
    run(program, arrays);
    if (isOfPlanes(0) && result[0] != null) {
      result[0] = workspaces.dup(ArrayType.ACTIVATION_GRAD, result[0].permute(0, 3, 1, 2), 'c');
    }
    return result;
  }

  private static void run(Bound program, Map<Operand, INDArray> arrays) {
    synchronized (Shared.WORKSPACE) {
      program.executable.run(arrays);
    }
  }

  private Map<Operand, INDArray> given(
      SingleLayer layer, INDArray[] inputs, INDArray parameterArray) {
    Map<Operand, INDArray> given = new LinkedHashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      given.put(layer.input(i), NativeFloats.dense(inputs[i]));
    }
    if (parameterArray != null) {
      given.put(layer.parameters(), parameterArray);
    }
    if (layer.statistics() != null) {
      if (statistics == null) {
        statistics =
            Nd4j.createUninitializedDetached(DataType.FLOAT, layer.statistics().shape().floats());
      }
      given.put(layer.statistics(), statistics);
    }
    return given;
  }

  private static INDArray array(LayerWorkspaceMgr workspaces, ArrayType type, Operand like) {
    TensorShape shape = like.shape();
    long[] sizes = {shape.faces(), shape.height(), shape.width(), shape.channels()};
    return workspaces.createUninitialized(type, DataType.FLOAT, sizes, 'c');
  }

  private Bound bound(INDArray[] inputs, boolean training, boolean backward) {
    List<TensorShape> shapes =
        IntStream.range(0, inputs.length).mapToObj(i -> shape(i, inputs[i])).toList();
    return bound.computeIfAbsent(
        new Key(shapes, training, backward),
        key -> {
          SingleLayer forward = new SingleLayer(shapes, parameters, training);
          Operand output = steps.forward(forward);
          SingleLayer layer = forward;
          if (backward) {
            layer = new SingleLayer(shapes, parameters, training);
            layer.beginBackward(output.shape());
            steps.backward(layer);
          }
          return new Bound(Shared.DEVICE.bind(layer.program(), Shared.WORKSPACE), layer);
        });
  }

  private TensorShape shape(int index, INDArray input) {
    int[] sizes = Arrays.stream(input.shape()).mapToInt(Math::toIntExact).toArray();
    return isOfPlanes(index)
        ? new TensorShape(sizes[0], sizes[2], sizes[3], sizes[1])
        : new TensorShape(sizes[0], sizes[1], sizes[2], sizes[3]);
  }

  /** Whether an input is NCHW. */
  private boolean isOfPlanes(int index) {
    return index == 0 && steps instanceof CoordConv coordinates && coordinates.isOfPlanes();
  }
}
