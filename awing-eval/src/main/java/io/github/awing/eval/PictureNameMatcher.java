package io.github.awing.eval;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Matches the names of pictures in two files: by the whole name; if none match, without extensions;
 * if still none match, by the last part of the path without its extension, unless two pictures
 * share it. Ignores a blank before an underscore, unless two pictures differ only by it: many lists
 * write iBUG's {@code image_092 _01.jpg} without the blank.
 */
final class PictureNameMatcher {

  private static final List<UnaryOperator<String>> WITH_BLANKS =
      List.of(
          PictureNameMatcher::whole,
          name -> whole(name).replaceFirst("\\.[^./]*$", ""),
          name -> whole(name).replaceFirst("\\.[^./]*$", "").replaceFirst("^.*/", ""));
  private static final List<UnaryOperator<String>> WAYS =
      WITH_BLANKS.stream()
          .flatMap(
              way ->
                  Stream.<UnaryOperator<String>>of(
                      name -> way.apply(name).replaceAll("(?: |%20)+_", "_"), way))
          .toList();

  private PictureNameMatcher() {}

  /**
   * Finds the first way in which any names match.
   *
   * @return function from a name to its comparable form; empty if no names match
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
