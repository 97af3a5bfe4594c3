package io.github.awing.data.synthetic;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes HELEN's folders as in iBUG's 300W: beside each picture a {@code .pts} file with the 68
 * landmarks, 1-based. The layout has no rectangles and attributes.
 */
final class IbugLayout implements DrawnLayout {

  private static final int[] LANDMARKS =
      LandmarkScheme.named("wflw-98").landmarksOf(LandmarkScheme.named("300w-68")).orElseThrow();

  @Override
  public List<String> parts() {
    return List.of("helen");
  }

  @Override
  public String picture(Split split, int index) {
    return String.format(Locale.ROOT, "helen/%sset/drawn_%06d.jpg", split, index);
  }

  @Override
  public void annotate(Path target, Split split, List<AnnotatedFace> faces) throws IOException {
    for (AnnotatedFace face : faces) {
      String name = face.image().replaceFirst("\\.jpg$", ".pts");
      Files.writeString(target.resolve(name), points(face.landmarks().reordered(LANDMARKS)));
    }
  }

  private static String points(Landmarks landmarks) {
    return landmarks.stream()
        .map(point -> String.format(Locale.ROOT, "%.6f %.6f\n", point.x() + 1, point.y() + 1))
        .collect(
            Collectors.joining("", "version: 1\nn_points: " + landmarks.count() + "\n{\n", "}\n"));
  }
}
