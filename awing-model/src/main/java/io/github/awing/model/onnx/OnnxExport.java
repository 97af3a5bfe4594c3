package io.github.awing.model.onnx;

import io.github.awing.model.AtomicFile;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import onnx.Onnx;

/**
 * Exports a trained network as an ONNX file of opset {@value #OPSET}.
 *
 * <p>Input {@value #INPUT}: face crops, float [N, 3, S, S], RGB from 0 to 1. Output {@value
 * #OUTPUT}: the last stack's heatmaps, float [N, channels, S/4, S/4], about 0 to 1, the boundary
 * last. N may be any number. The file's metadata hold the landmark scheme, the crop's enlargement
 * and the layout of the input.
 */
public final class OnnxExport {

  /** Version of ONNX's operators. */
  public static final int OPSET = 17;

  /** Name of the input. */
  public static final String INPUT = "pictures";

  /** Name of the output. */
  public static final String OUTPUT = "heatmaps";

  /** Version of the file format that belongs to {@link #OPSET}. */
  private static final int IR_VERSION = 8;

  private OnnxExport() {}

  /**
   * Writes the file atomically.
   *
   * @param scheme the name of the landmarks' scheme, for the metadata
   * @param cropEnlargement ratio of the face crop's side to the longer side of the face's box, for
   *     the metadata
   * @throws IOException if it cannot be written
   */
  public static void write(
      HourglassNetwork network, String scheme, double cropEnlargement, Path file)
      throws IOException {
    Onnx.ModelProto model = model(network, scheme, cropEnlargement);
    AtomicFile.write(file, model::writeTo);
  }

  private static Onnx.ModelProto model(
      HourglassNetwork network, String scheme, double cropEnlargement) {
    HourglassSpec spec = network.spec();
    Onnx.ModelProto.Builder model =
        Onnx.ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("AWing for the JVM")
            .setDocString(
                "Stacked hourglass of Adaptive Wing Loss for Robust Face Alignment via Heatmap"
                    + " Regression (ICCV 2019)")
            .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setGraph(new OnnxGraph(network).build());
    metadata(spec, scheme, cropEnlargement)
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    Onnx.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build();
  }

  private static Map<String, String> metadata(
      HourglassSpec spec, String scheme, double cropEnlargement) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("scheme", scheme);
    metadata.put("landmarks", Integer.toString(spec.landmarks()));
    metadata.put("boundary", Boolean.toString(spec.boundary()));
    metadata.put("stacks", Integer.toString(spec.stacks()));
    metadata.put("inputSize", Integer.toString(spec.inputSize()));
    metadata.put("input", "RGB, value / 255, NCHW");
    metadata.put("cropEnlargement", Double.toString(cropEnlargement));
    return metadata;
  }
}
