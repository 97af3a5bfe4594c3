package io.github.awing.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.stream.Stream;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * oneDNN called directly gives what ND4J's operations give, of every kind of convolution we have.
 */
class ConvolutionEngineTest {

  private final LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();

  @BeforeEach
  void onlyWhereThereAreBoth() {
    assumeThat(OneDnn.isAvailable()).isTrue();
    Nd4j.getRandom().setSeed(17);
  }

  static Stream<ConvolutionShape> shapes() {
    return Stream.of(
        new ConvolutionShape(2, 32, 32, 6, 16, 7, 2, 3, true),
        new ConvolutionShape(1, 32, 24, 3, 64, 7, 2, 3, true),
        new ConvolutionShape(3, 16, 16, 64, 32, 3, 1, 1, false),
        new ConvolutionShape(4, 32, 32, 16, 8, 3, 1, 1, false),
        new ConvolutionShape(4, 32, 32, 4, 2, 3, 1, 1, false),
        new ConvolutionShape(2, 4, 4, 256, 128, 3, 1, 1, false),
        new ConvolutionShape(1, 1, 1, 32, 16, 3, 1, 1, false),
        new ConvolutionShape(2, 16, 16, 67, 64, 1, 1, 0, true),
        new ConvolutionShape(2, 16, 16, 64, 99, 1, 1, 0, true),
        new ConvolutionShape(2, 16, 16, 32, 64, 1, 1, 0, false));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void oneDnnAgreesWithNd4j(ConvolutionShape shape) {
    INDArray input =
        Nd4j.randn(DataType.FLOAT, shape.batch(), shape.height(), shape.width(), shape.in());
    INDArray weights =
        insideAnother(
            Nd4j.randn(DataType.FLOAT, shape.out(), shape.in(), shape.kernel(), shape.kernel()));
    INDArray bias = shape.bias() ? insideAnother(Nd4j.randn(DataType.FLOAT, 1, shape.out())) : null;
    INDArray outputGradient = Nd4j.randn(DataType.FLOAT, shape.output());

    Results expected = run(new Nd4jConvolution(shape), shape, input, weights, bias, outputGradient);
    OneDnnConvolution oneDnn =
        new OneDnnConvolution(new OneDnnShape(shape, ConvolutionPrecision.FLOAT32));
    // Twice, since the second run reuses what the first made.
    run(oneDnn, shape, input, weights, bias, outputGradient);
    Results found = run(oneDnn, shape, input, weights, bias, outputGradient);

    assertClose(found, expected);
  }

  /** Small whole numbers lose nothing, so that no rounding hides what goes astray. */
  @ParameterizedTest
  @MethodSource("shapes")
  void bfloat16IsExactWhereItsNumbersAre(ConvolutionShape shape) {
    assumeThat(ConvolutionPrecision.BFLOAT16.isSupported()).isTrue();
    INDArray input = whole(shape.batch(), shape.height(), shape.width(), shape.in());
    INDArray weights =
        insideAnother(whole(shape.out(), shape.in(), shape.kernel(), shape.kernel()));
    INDArray bias = shape.bias() ? insideAnother(whole(1, shape.out())) : null;
    INDArray outputGradient = whole(shape.output());

    assertClose(
        run(
            new OneDnnConvolution(new OneDnnShape(shape, ConvolutionPrecision.BFLOAT16)),
            shape,
            input,
            weights,
            bias,
            outputGradient),
        run(new Nd4jConvolution(shape), shape, input, weights, bias, outputGradient));
  }

  private static INDArray whole(long... shape) {
    return Nd4j.rand(DataType.FLOAT, shape)
        .muli(17)
        .subi(8.5)
        .castTo(DataType.INT32)
        .castTo(DataType.FLOAT);
  }

  private record Results(INDArray output, ConvolutionEngine.Gradients gradients) {}

  private Results run(
      ConvolutionEngine engine,
      ConvolutionShape shape,
      INDArray input,
      INDArray weights,
      INDArray bias,
      INDArray outputGradient) {
    INDArray output = filled(shape.output());
    engine.forward(input, weights, bias, output, workspaces);
    ConvolutionEngine.Gradients gradients =
        new ConvolutionEngine.Gradients(
            filled(input.shape()),
            insideAnother(filled(weights.shape())),
            bias == null ? null : insideAnother(filled(bias.shape())));
    engine.backward(input, weights, bias, outputGradient, gradients, workspaces);
    return new Results(output, gradients);
  }

  /** As parameters lie in the network's one array of all. */
  private static INDArray insideAnother(INDArray array) {
    long before = 5;
    INDArray whole = Nd4j.create(DataType.FLOAT, before + array.length() + 3);
    return whole
        .get(NDArrayIndex.interval(before, before + array.length()))
        .reshape('c', array.shape())
        .assign(array);
  }

  /** Results are written, not added. */
  private static INDArray filled(long[] shape) {
    return Nd4j.createUninitialized(DataType.FLOAT, shape, 'c').assign(Float.NaN);
  }

  private static void assertClose(Results found, Results expected) {
    assertClose(found.output, expected.output, "output");
    assertClose(found.gradients.input(), expected.gradients.input(), "gradient of the input");
    assertClose(found.gradients.weights(), expected.gradients.weights(), "gradient of the weights");
    if (expected.gradients.bias() != null) {
      assertClose(found.gradients.bias(), expected.gradients.bias(), "gradient of the bias");
    }
  }

  private static void assertClose(INDArray found, INDArray expected, String what) {
    double scale = expected.amaxNumber().doubleValue();
    assertThat(found.sub(expected).amaxNumber().doubleValue() / scale)
        .as(what)
        .isCloseTo(0, within(1e-5));
  }
}
