package io.github.awing.eval.weights;

import io.github.awing.model.HourglassNetwork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.StringJoiner;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes a network's weights under the authors' names, as {@code safetensors.torch.save_file} does.
 */
final class SafetensorsFile {

  private static final Map<String, String> THEIRS =
      Map.of(
          "W",
          "weight",
          "gamma",
          "weight",
          "b",
          "bias",
          "beta",
          "bias",
          "mean",
          "running_mean",
          "var",
          "running_var");

  private SafetensorsFile() {}

  static Path write(Path file, HourglassNetwork network) throws IOException {
    StringJoiner header = new StringJoiner(",", "{", "}");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (Map.Entry<String, INDArray> entry : network.graph().paramTable().entrySet()) {
      String ours = entry.getKey();
      int underscore = ours.lastIndexOf('_');
      float[] values = entry.getValue().dup('c').data().asFloat();
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      header.add(
          "\"%s.%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(
                  ours.substring(0, underscore),
                  THEIRS.get(ours.substring(underscore + 1)),
                  Arrays.toString(entry.getValue().shape()),
                  data.size(),
                  data.size() + bytes.capacity()));
      data.writeBytes(bytes.array());
    }
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(length.array());
    all.writeBytes(text);
    all.writeBytes(data.toByteArray());
    return Files.write(file, all.toByteArray());
  }
}
