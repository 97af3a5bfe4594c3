package io.github.awing.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;

/**
 * Writes predicted landmarks as text: a JSON line, a CSV row, or an iBUG {@code .pts} file. Numbers
 * that are not finite are {@code null} in JSON and {@code NaN} elsewhere.
 */
public final class PredictionText {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PredictionText() {}

  /** {@code {"image","box":[l,t,r,b],"points":[[x,y,confidence],...]}} with a line end. */
  public static String jsonLine(PredictedFace face) {
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
    try {
      return JSON.writeValueAsString(line) + '\n';
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /** {@code image,x0,y0,x1,y1,...} with a line end. */
  public static String csvHeader(int landmarks) {
    StringBuilder header = new StringBuilder("image");
    for (int i = 0; i < landmarks; i++) {
      header.append(",x").append(i).append(",y").append(i);
    }
    return header.append('\n').toString();
  }

  /** The picture's name and 0-based pixels, with a line end. */
  public static String csvRow(PredictedFace face) {
    StringBuilder row = new StringBuilder(CsvField.of(face.image()));
    for (Point point : face.alignment().landmarks().stream().toList()) {
      row.append(',').append(point.x()).append(',').append(point.y());
    }
    return row.append('\n').toString();
  }

  /** A {@code .pts} file with 1-based pixels, as iBUG's are. */
  public static String pts(Landmarks landmarks) {
    StringBuilder text = new StringBuilder("version: 1\n");
    text.append("n_points: ").append(landmarks.count()).append("\n{\n");
    for (Point point : landmarks.stream().toList()) {
      text.append(point.x() + 1).append(' ').append(point.y() + 1).append('\n');
    }
    return text.append("}\n").toString();
  }

  private static void add(ArrayNode array, double number) {
    if (Double.isFinite(number)) {
      array.add(number);
    } else {
      array.addNull();
    }
  }
}
