package io.github.awing.data.synthetic;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.Box;
import io.github.awing.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes WFLW's folders and lists: a line for each face, with its rectangle and six attributes. */
final class WflwLayout implements DrawnLayout {

  private static final String IMAGES = "WFLW_images";
  private static final String ANNOTATIONS = "WFLW_annotations";
  private static final String LISTS = ANNOTATIONS + "/list_98pt_rect_attr_train_test";
  private static final List<String> ATTRIBUTES =
      List.of("pose", "expression", "illumination", "make-up", "occlusion", "blur");

  /** The lists come last, so that their pictures exist when they appear. */
  @Override
  public List<String> parts() {
    return List.of(IMAGES, ANNOTATIONS);
  }

  @Override
  public String picture(Split split, int index) {
    return String.format(Locale.ROOT, "%s/0--Drawn/drawn_%06d.jpg", IMAGES, index);
  }

  @Override
  public void annotate(Path target, Split split, List<AnnotatedFace> faces) throws IOException {
    Path lists = Files.createDirectories(target.resolve(LISTS));
    Files.write(
        lists.resolve("list_98pt_rect_attr_" + split + ".txt"),
        faces.stream().map(WflwLayout::line).toList());
  }

  private static String line(AnnotatedFace face) {
    List<String> fields = new ArrayList<>();
    face.landmarks().stream()
        .flatMap(point -> Stream.of(point.x(), point.y()))
        .forEach(number -> fields.add(String.format(Locale.ROOT, "%.6f", number)));
    Box box = face.box();
    Stream.of(box.left(), box.top(), box.right(), box.bottom())
        .forEach(side -> fields.add(Long.toString(Math.round(side))));
    ATTRIBUTES.forEach(attribute -> fields.add(face.attributes().contains(attribute) ? "1" : "0"));
    fields.add(face.image().substring(IMAGES.length() + 1));
    return fields.stream().collect(Collectors.joining(" "));
  }
}
