package io.github.awing.eval;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How the names of pictures are compared in two files: as they stand; if not one fits so, without
 * their extensions; if still not one fits, by their last part without its extension, unless two
 * pictures share that. A blank before an underscore does not count, unless it alone tells two
 * pictures apart: one of iBUG's is called {@code image_092 _01.jpg}, which many lists write without
 * it.
 */
final class FaceNames {

  private static final List<UnaryOperator<String>> WITH_BLANKS =
      List.of(
          FaceNames::whole,
          name -> whole(name).replaceFirst("\\.[^./]*$", ""),
          name -> whole(name).replaceFirst("\\.[^./]*$", "").replaceFirst("^.*/", ""));
  private static final List<UnaryOperator<String>> WAYS =
      WITH_BLANKS.stream()
          .flatMap(
              way ->
                  Stream.<UnaryOperator<String>>of(
                      name -> way.apply(name).replaceAll("(?: |%20)+_", "_"), way))
          .toList();

  private FaceNames() {}

  /**
   * The first way by which any of the names fit.
   *
   * @return what makes comparable names of names; empty if none fit
   */
  static Optional<UnaryOperator<String>> comparable(
      Collection<String> names, Collection<String> others) {
    for (UnaryOperator<String> way : WAYS) {
      if (tellsApart(way, names) && tellsApart(way, others)) {
        Set<String> common = new HashSet<>(names.stream().map(way).toList());
        common.retainAll(others.stream().map(way).toList());
        if (!common.isEmpty()) {
          return Optional.of(way);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean tellsApart(UnaryOperator<String> way, Collection<String> names) {
    Set<String> pictures = new HashSet<>(names);
    return pictures.stream().map(way).distinct().count() == pictures.size();
  }

  private static String whole(String name) {
    return name.replace('\\', '/').replaceFirst("^(\\./)+", "");
  }
}
