package io.github.awing.loss;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers computed in float64 directly from the paper's formulas. */
final class Golden {

  /** One scalar point. */
  record Point(AdaptiveWing wing, double target, double prediction, double loss, double gradient) {}

  private Golden() {}

  static INDArray array(String name) {
    try {
      return Nd4j.createFromNpyFile(
          Path.of(Golden.class.getResource("/golden/loss_" + name + ".npy").toURI()).toFile());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Loss of every pixel times its weight. */
  static INDArray weightedLoss() {
    INDArray foreground = array("weight_map").castTo(DataType.DOUBLE);
    return array("loss").mul(foreground.mul(number("weight")).add(1));
  }

  static double number(String name) {
    Matcher matcher =
        Pattern.compile("\"" + name + "\": ([-+.\\deE]+)").matcher(text("loss_means.json"));
    if (!matcher.find()) {
      throw new IllegalArgumentException(name);
    }
    return Double.parseDouble(matcher.group(1));
  }

  static List<Point> points() {
    return text("loss_points.csv").lines().skip(1).map(Golden::point).toList();
  }

  private static Point point(String line) {
    double[] f =
        Pattern.compile(",").splitAsStream(line).mapToDouble(Double::parseDouble).toArray();
    return new Point(new AdaptiveWing(f[0], f[1], f[2], f[3]), f[4], f[5], f[6], f[7]);
  }

  private static String text(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
