package io.github.awing.eval;

import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/** Inputs of tests: a tiny untrained network, pictures of noise and random landmarks. */
public final class TestInputs {

  private TestInputs() {}

  static HourglassNetwork network() {
    return HourglassNetwork.create(new HourglassSpec(68, 1, 16, 2, 64, true, true, false), 7);
  }

  public static Path checkpoint(Path folder) throws IOException {
    Path file = folder.resolve("tiny.awing");
    new Checkpoint(network(), "300w-68", 1.25, 3, 40, 7, "stacks: 1\n").save(file);
    return file;
  }

  public static BufferedImage noise(int width, int height, long seed) {
    Random random = new Random(seed);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    return picture;
  }

  static Landmarks landmarks(long seed) {
    return Landmarks.of(new Random(seed).doubles(136, 10, 90).toArray());
  }

  static void face(Path folder, String name, long seed) throws IOException {
    Files.createDirectories(folder);
    ImageIO.write(noise(100, 100, seed), "png", folder.resolve(name + ".png").toFile());
    points(folder.resolve(name + ".pts"), landmarks(seed));
  }

  static void points(Path file, Landmarks landmarks) throws IOException {
    StringBuilder text =
        new StringBuilder("version: 1\nn_points: %d\n{\n".formatted(landmarks.count()));
    for (Point point : landmarks.stream().toList()) {
      text.append(String.format(Locale.ROOT, "%s %s%n", point.x() + 1, point.y() + 1));
    }
    Files.writeString(file, text.append("}\n"));
  }
}
