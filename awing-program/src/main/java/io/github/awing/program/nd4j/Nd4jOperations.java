package io.github.awing.program.nd4j;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import io.github.awing.program.Op;
import io.github.awing.program.UpdateRule;
import java.util.Arrays;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Implements the operations of programs by ND4J's. All arrays are NHWC float; vectors are [1, 1, 1,
 * n].
 */
public final class Nd4jOperations {

  private Nd4jOperations() {}

  /**
   * Runs one operation.
   *
   * @param accumulate whether results are added to existing values
   * @param reads in the operation's order
   * @param writes in the operation's order
   */
  public static void run(Op op, boolean accumulate, INDArray[] reads, INDArray[] writes) {
    INDArray[] results = writes;
    if (accumulate) {
      results =
          Arrays.stream(writes)
              .map(array -> Nd4j.createUninitialized(DataType.FLOAT, array.shape(), 'c'))
              .toArray(INDArray[]::new);
    }
    write(op, reads, results, writes);
    if (accumulate) {
      boolean onlyFirst = op instanceof Op.NormaliseSums;
      for (int i = 0; i < writes.length; i++) {
        if (i > 0 && onlyFirst) {
          writes[i].assign(results[i]);
        } else {
          writes[i].addi(results[i]);
        }
      }
    }
  }

  private static void write(Op op, INDArray[] in, INDArray[] out, INDArray[] before) {
    if (op instanceof Op.Coordinates coordinates) {
      coordinates(coordinates, in[0], in.length == 2 ? in[1] : null, out[0]);
    } else if (op instanceof Op.Convolution convolution) {
      Nd4jConvolution.forward(convolution, in, out[0]);
    } else if (op instanceof Op.ConvolutionInputGradient convolution) {
      Nd4jConvolution.inputGradient(convolution, in[0], in[1], out[0]);
    } else if (op instanceof Op.ConvolutionWeightGradient convolution) {
      Nd4jConvolution.weightGradient(
          convolution, in[0], in[1], out[0], out.length == 2 ? out[1] : null);
    } else if (op instanceof Op.Statistics) {
      statistics(in[0], out[0]);
    } else if (op instanceof Op.Normalise normalise) {
      out[0].assign(
          Transforms.relu(
              new Normalisation(in[0], in[1], in[2], normalise.epsilon()).affine(), false));
    } else if (op instanceof Op.NormaliseSums sums) {
      new Normalisation(in[0], in[2], in[3], sums.epsilon())
          .sums(in[1], sums.keep(), out[0], out[1]);
    } else if (op instanceof Op.NormaliseGradient gradient) {
      new Normalisation(in[0], in[2], in[3], gradient.epsilon()).gradient(in[1], in[4], out[0]);
    } else if (op instanceof Op.Pool) {
      sumOfFours(in[0], out[0]);
      out[0].muli(0.25);
    } else if (op instanceof Op.PoolGradient) {
      for (int corner = 0; corner < 4; corner++) {
        corner(out[0], corner).assign(in[0].mul(0.25));
      }
    } else if (op instanceof Op.UpsampleAdd) {
      out[0].assign(in[0]);
      for (int corner = 0; corner < 4; corner++) {
        corner(out[0], corner).addi(in[1]);
      }
    } else if (op instanceof Op.UpsampleGradient) {
      sumOfFours(in[0], out[0]);
    } else if (op instanceof Op.ConcatenateAdd) {
      concatenateAdd(in, out[0]);
    } else if (op instanceof Op.Channels channels) {
      out[0].assign(channels(in[0], channels.from(), out[0].size(3)));
    } else if (op instanceof Op.Relu) {
      out[0].assign(Transforms.relu(in[0]));
    } else if (op instanceof Op.ReluGradient) {
      out[0].assign(in[0].cond(Conditions.greaterThan(0)).castTo(DataType.FLOAT).muli(in[1]));
    } else if (op instanceof Op.ChannelsFirst) {
      INDArray planes = in[0].permute(0, 3, 1, 2);
      out[0].reshape('c', planes.shape()).assign(planes);
    } else if (op instanceof Op.Add) {
      out[0].assign(in[0]);
      Arrays.stream(in).skip(1).forEach(out[0]::addi);
    } else if (op instanceof Op.Loss loss) {
      loss(loss, in, out[0], out[1]);
    } else if (op instanceof Op.Penalty penalty) {
      out[0].putScalar(penalty.place(), penalty.decay() / 2 * squaredLength(Arrays.stream(in)));
    } else if (op instanceof Op.Clip clip) {
      clip(clip, in, out[0]);
    } else if (op instanceof Op.Update update) {
      update(update, in, before);
    }
  }

  private static void coordinates(
      Op.Coordinates op, INDArray given, INDArray heatmaps, INDArray output) {
    long faces = given.size(0);
    long height = given.size(1);
    long width = given.size(2);
    long channels = given.size(3);
    INDArray input =
        op.planes()
            ? given.reshape('c', new long[] {faces, channels, height, width}).permute(0, 2, 3, 1)
            : given;
    channels(output, 0, channels).assign(input);
    if (!op.coordinates()) {
      return;
    }
    INDArray coordinates =
        Nd4j.createFromArray(Op.Coordinates.planes((int) height, (int) width))
            .reshape('c', 1, 3, height, width)
            .permute(0, 2, 3, 1);
    INDArray[] ofFaces = new INDArray[(int) faces];
    Arrays.fill(ofFaces, coordinates);
    coordinates = Nd4j.concat(0, ofFaces);
    channels(output, channels, 3).assign(coordinates);
    if (heatmaps != null) {
      INDArray onBoundary =
          channels(heatmaps, heatmaps.size(3) - 1, 1)
              .dup('c')
              .cond(Conditions.greaterThan(Op.Coordinates.BOUNDARY_THRESHOLD))
              .castTo(DataType.FLOAT);
      for (int c = 0; c < 2; c++) {
        channels(output, channels + 3 + c, 1).assign(channels(coordinates, c, 1).mul(onBoundary));
      }
    }
  }

  private static void statistics(INDArray input, INDArray statistics) {
    INDArray mean = input.mean(0, 1, 2);
    INDArray deviations = input.sub(row(mean));
    long channels = input.size(3);
    channels(statistics, 0, channels).assign(row(mean));
    channels(statistics, channels, channels).assign(row(deviations.muli(deviations).mean(0, 1, 2)));
  }

  private static INDArray row(INDArray perChannel) {
    return perChannel.reshape(1, 1, 1, perChannel.length());
  }

  private static void concatenateAdd(INDArray[] in, INDArray output) {
    output.assign(in[in.length - 1]);
    long from = 0;
    for (INDArray part : Arrays.copyOf(in, in.length - 1)) {
      channels(output, from, part.size(3)).addi(part);
      from += part.size(3);
    }
  }

  private static void sumOfFours(INDArray high, INDArray low) {
    low.assign(0);
    for (int corner = 0; corner < 4; corner++) {
      low.addi(corner(high, corner));
    }
  }

  private static void loss(Op.Loss op, INDArray[] in, INDArray gradient, INDArray losses) {
    INDArray mask = in[2] == null ? null : in[2].reshape(in[2].size(0), in[2].size(3));
    double perPixel = op.perPixel(in[0].length());
    double[] ofFaces =
        op.loss()
            .evaluateFaces(
                in[1],
                in[0],
                mask,
                op.scale() * perPixel,
                gradient,
                Runtime.getRuntime().availableProcessors());
    losses.putScalar(op.stack(), op.scale() * (Arrays.stream(ofFaces).sum() * perPixel));
  }

  private static void clip(Op.Clip op, INDArray[] in, INDArray factor) {
    double length = Math.sqrt(squaredLength(Arrays.stream(in).skip(1))) / in[0].getDouble(1);
    factor.assign(length > op.longest() ? op.longest() / length : 1);
  }

  private static double squaredLength(Stream<INDArray> parts) {
    return parts.mapToDouble(part -> Math.pow(part.norm2Number().doubleValue(), 2)).sum();
  }

  private static void update(Op.Update op, INDArray[] in, INDArray[] out) {
    INDArray gradient = in[0].div(in[1].getDouble(1));
    if (in.length == 3) {
      gradient.muli(in[2].getDouble(0));
    }
    if (op.weightDecay() != 0) {
      gradient.addi(out[0].mul(op.weightDecay()));
    }
    double rate = in[1].getDouble(0);
    if (op.rule() instanceof UpdateRule.GradientDescent) {
      gradient.muli(rate);
    } else if (op.rule() instanceof UpdateRule.RootMeanSquare rule) {
      out[1].muli(rule.decay()).addi(gradient.mul(gradient).muli(1 - rule.decay()));
      gradient.muli(rate).divi(Transforms.sqrt(out[1]).addi(rule.epsilon()));
    } else if (op.rule() instanceof UpdateRule.AdaptiveMoments rule) {
      out[1].muli(rule.beta1()).addi(gradient.mul(1 - rule.beta1()));
      out[2].muli(rule.beta2()).addi(gradient.mul(gradient).muli(1 - rule.beta2()));
      gradient.assign(out[1].mul(rate).divi(Transforms.sqrt(out[2]).addi(rule.epsilon())));
    }
    out[0].subi(gradient);
  }

  static INDArray channels(INDArray array, long from, long count) {
    return array.get(all(), all(), all(), interval(from, from + count));
  }

  /** A view of one of the four pixels of high for each pixel of low. */
  private static INDArray corner(INDArray high, int corner) {
    // Not by intervals with a stride, which in ND4J may end beyond two pixels.
    return high.reshape('c', high.size(0), high.size(1) / 2, 2, high.size(2) / 2, 2, high.size(3))
        .get(all(), all(), point(corner / 2), all(), point(corner % 2), all());
  }
}
