package io.github.awing.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Predicted landmarks as text: JSON lines, CSV, or iBUG {@code .pts}. What is not finite is {@code
 * null} in JSON, which has no word for it, and {@code NaN} elsewhere.
 */
final class PredictionFiles {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PredictionFiles() {}

  /** {@code {"image","box":[l,t,r,b],"points":[[x,y,confidence],...]}}, a line a face. */
  static String jsonLines(List<PredictedFace> faces) throws JsonProcessingException {
    StringBuilder lines = new StringBuilder();
    for (PredictedFace face : faces) {
      ObjectNode line = JSON.createObjectNode();
      line.put("image", face.image());
      line.putArray("box")
          .add(face.box().left())
          .add(face.box().top())
          .add(face.box().right())
          .add(face.box().bottom());
      ArrayNode points = line.putArray("points");
      Landmarks landmarks = face.alignment().landmarks();
      for (int i = 0; i < landmarks.count(); i++) {
        ArrayNode point = points.addArray();
        add(point, landmarks.get(i).x());
        add(point, landmarks.get(i).y());
        add(point, face.alignment().confidence().get(i));
      }
      lines.append(JSON.writeValueAsString(line)).append('\n');
    }
    return lines.toString();
  }

  /** The header {@code image,x0,y0,x1,y1,...}, then a row a face; 0-based pixels. */
  static String csv(List<PredictedFace> faces) {
    StringBuilder csv = new StringBuilder("image");
    int count = faces.isEmpty() ? 0 : faces.get(0).alignment().landmarks().count();
    for (int i = 0; i < count; i++) {
      csv.append(",x").append(i).append(",y").append(i);
    }
    csv.append('\n');
    for (PredictedFace face : faces) {
      csv.append(CsvField.of(face.image()));
      for (Point point : face.alignment().landmarks().stream().toList()) {
        csv.append(',').append(point.x()).append(',').append(point.y());
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  /**
   * {@code .pts} files by name: the picture's name with another extension and, from its second face
   * on, a number. Their coordinates are 1-based, as iBUG's are.
   */
  static Map<String, String> pts(List<PredictedFace> faces) {
    Map<String, String> files = new LinkedHashMap<>();
    for (PredictedFace face : faces) {
      StringBuilder text = new StringBuilder("version: 1\n");
      Landmarks landmarks = face.alignment().landmarks();
      text.append("n_points: ").append(landmarks.count()).append("\n{\n");
      for (Point point : landmarks.stream().toList()) {
        text.append(point.x() + 1).append(' ').append(point.y() + 1).append('\n');
      }
      files.put(freeName(files, face.image()), text.append("}\n").toString());
    }
    return files;
  }

  private static String freeName(Map<String, String> taken, String image) {
    int dot = image.lastIndexOf('.');
    String stem = dot > image.lastIndexOf('/') ? image.substring(0, dot) : image;
    String name = stem + ".pts";
    for (int i = 2; taken.containsKey(name); i++) {
      name = stem + "-" + i + ".pts";
    }
    return name;
  }

  private static void add(ArrayNode array, double number) {
    if (Double.isFinite(number)) {
      array.add(number);
    } else {
      array.addNull();
    }
  }
}
