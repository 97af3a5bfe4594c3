package example;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Map;
import javax.imageio.ImageIO;

/** Finds the landmarks of a face crop with ONNX Runtime alone. */
public final class OnnxRuntimeExample {

  public static void main(String[] args) throws IOException, OrtException {
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    BufferedImage crop = ImageIO.read(new File(args[1]));
    try (OrtSession network = runtime.createSession(args[0])) {
      Map<String, String> facts = network.getMetadata().getCustomMetadata();
      int size = Integer.parseInt(facts.get("inputSize"));
      int landmarks = Integer.parseInt(facts.get("landmarks"));

      float[] pixels = new float[3 * size * size];
      for (int i = 0; i < size * size; i++) {
        int rgb = crop.getRGB(i % size, i / size);
        pixels[i] = (rgb >> 16 & 255) / 255f;
        pixels[size * size + i] = (rgb >> 8 & 255) / 255f;
        pixels[2 * size * size + i] = (rgb & 255) / 255f;
      }

      try (OnnxTensor pictures =
              OnnxTensor.createTensor(
                  runtime, FloatBuffer.wrap(pixels), new long[] {1, 3, size, size});
          OrtSession.Result result = network.run(Map.of("pictures", pictures))) {
        // A cell is four pixels wide; the first pixel's centre is (0, 0), the first cell's (2, 2).
        int cells = size / 4;
        float[][] heatmaps = new float[landmarks][cells * cells];
        FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
        for (int landmark = 0; landmark < landmarks; landmark++) {
          values.get(heatmaps[landmark]);
          int highest = 0;
          for (int cell = 0; cell < heatmaps[landmark].length; cell++) {
            if (heatmaps[landmark][cell] > heatmaps[landmark][highest]) {
              highest = cell;
            }
          }
          int x = 4 * (highest % cells) + 2;
          int y = 4 * (highest / cells) + 2;
          System.out.printf("%d %d %d%n", landmark, x, y);
        }
      }
    }
  }
}
