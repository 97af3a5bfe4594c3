package io.github.awing.program;

import io.github.awing.program.Buffer.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Small network of constant parameters, from pictures to heatmaps, compiled for one face. */
final class SmallInference {

  private static final TensorShape PICTURE = new TensorShape(1, 12, 10, 3);
  private static final int WIDTH = 16;
  private static final int OUT = 7;

  private final SplittableRandom random = new SplittableRandom(11);
  private final ProgramBuilder builder = new ProgramBuilder(1);
  private final Operand pictures = builder.tensor(Role.INPUT, PICTURE);
  private final Operand heatmaps = builder.tensor(Role.OUTPUT, PICTURE.withChannels(OUT));
  private final Program program;

  SmallInference() {
    TensorShape wide = PICTURE.withChannels(WIDTH);
    Operand placed = temporary(PICTURE.withChannels(6));
    builder.step(new Op.Coordinates(true, true), List.of(pictures), placed);
    Operand convolved = temporary(wide);
    builder.step(
        new Op.Convolution(3, 1, 1, true),
        List.of(placed, constant(WIDTH * 6 * 9), constant(WIDTH)),
        convolved);
    Operand normalised = temporary(wide);
    builder.step(
        new Op.Normalise(1e-5),
        List.of(convolved, constant(2 * WIDTH), constant(4 * WIDTH)),
        normalised);
    Operand pooled = temporary(wide.halved());
    builder.step(new Op.Pool(), List.of(normalised), pooled);
    Operand deeper = temporary(wide.halved());
    builder.step(
        new Op.Convolution(3, 1, 1, false), List.of(pooled, constant(WIDTH * WIDTH * 9)), deeper);
    Operand both = temporary(wide);
    builder.step(new Op.UpsampleAdd(), List.of(convolved, deeper), both);
    Operand narrow = temporary(PICTURE.withChannels(OUT));
    builder.step(new Op.Convolution(1, 1, 0, false), List.of(both, constant(OUT * WIDTH)), narrow);
    Operand rest = temporary(PICTURE.withChannels(WIDTH - OUT));
    builder.step(new Op.Channels(OUT), List.of(normalised), rest);
    Operand together = temporary(wide);
    builder.step(new Op.ConcatenateAdd(), List.of(narrow, rest, both), together);
    Operand found = temporary(PICTURE.withChannels(OUT));
    builder.step(
        new Op.Convolution(1, 1, 0, false),
        List.of(together, constant(OUT * WIDTH), constant(OUT)),
        found);
    builder.step(new Op.ChannelsFirst(), List.of(found), heatmaps);
    program = builder.build();
  }

  private Operand temporary(TensorShape of) {
    return builder.tensor(Role.TEMPORARY, of);
  }

  private Operand constant(int length) {
    return builder.constant(FloatArray.of(Numbers.random(length, 0.1, 0.9, random)));
  }

  Program program() {
    return program;
  }

  /** Random pictures of this number of faces, one after another. */
  static double[] pictures(int faces, long seed) {
    return Numbers.random(PICTURE.withFaces(faces), new SplittableRandom(seed)).values();
  }

  /** Computes the heatmaps of pictures. */
  double[] run(Executable executable, double[] given) {
    int faces = given.length / PICTURE.floatsPerFace();
    double[] nothing = new double[faces * heatmaps.shape().floatsPerFace()];
    Arrays.fill(nothing, Double.NaN);
    INDArray output = FloatArray.of(nothing);
    executable.run(Map.of(pictures, FloatArray.of(given), heatmaps, output));
    return output.toDoubleVector();
  }

  /** Computes the heatmaps one face after another. */
  double[] runOneByOne(Executable executable, double[] given) {
    int length = PICTURE.floatsPerFace();
    double[] all = new double[given.length / length * heatmaps.shape().floatsPerFace()];
    for (int face = 0; face < given.length / length; face++) {
      double[] found =
          run(executable, Arrays.copyOfRange(given, face * length, (face + 1) * length));
      System.arraycopy(found, 0, all, face * found.length, found.length);
    }
    return all;
  }
}
