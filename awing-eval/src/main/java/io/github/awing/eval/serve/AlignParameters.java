package io.github.awing.eval.serve;

import io.github.awing.data.Box;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/**
 * Parameters of a request for landmarks.
 *
 * @param image the picture's name
 * @param boxes of the faces; empty if the server detects them
 */
record AlignParameters(String image, List<Box> boxes) {

  private static final String IMAGE = "image";
  private static final String BOXES = "boxes";
  private static final Set<String> KNOWN = Set.of(IMAGE, BOXES);

  private static final String UNNAMED = "picture";
  private static final int LONGEST_NAME = 200;

  /**
   * Reads a request's query.
   *
   * @throws Refusal if a parameter is unknown, repeated or invalid
   */
  static AlignParameters of(Request request) {
    Fields query = query(request);
    for (Fields.Field field : query) {
      if (!KNOWN.contains(field.getName())) {
        throw new Refusal(
            400, "there is no parameter '%s', but boxes and image".formatted(field.getName()));
      }
      if (field.getValues().size() > 1) {
        throw new Refusal(400, "%s is given twice; once is expected".formatted(field.getName()));
      }
    }
    String boxes = query.getValue(BOXES);
    return new AlignParameters(
        name(query.getValue(IMAGE)), boxes == null ? List.of() : BoxesParameter.parse(boxes));
  }

  private static Fields query(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (RuntimeException e) {
      throw new Refusal(400, "the query is damaged; boxes=... and image=... in UTF-8 are expected");
    }
  }

  private static String name(String given) {
    if (given == null || given.isBlank()) {
      return UNNAMED;
    }
    if (given.length() > LONGEST_NAME) {
      throw new Refusal(
          400,
          "image: the name has %d characters; at most %d are expected"
              .formatted(given.length(), LONGEST_NAME));
    }
    return given;
  }
}
