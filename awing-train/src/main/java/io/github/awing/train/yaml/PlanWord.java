package io.github.awing.train.yaml;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Describes to a person what a word of a plan may say.
 *
 * @param type of the record's component
 */
record PlanWord(Type type) {

  /** Describes the values, for instance {@code a whole number}. */
  String expected() {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      Type of = list.getActualTypeArguments()[0];
      return isWhole(of)
          ? "a list of whole numbers, as [10, 20]"
          : "a list of numbers, as [1, 0.5]";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (isWhole(type)) {
      return "a whole number, up to "
          + (type == int.class || type == Integer.class ? Integer.MAX_VALUE : Long.MAX_VALUE);
    }
    if (type == double.class) {
      return "a number (with a dot, not a comma)";
    }
    if (type instanceof Class<?> words && words.isEnum()) {
      return "one of " + words(words);
    }
    return type == String.class ? "a word" : "words and values, as {loss: mse}";
  }

  private static boolean isWhole(Type type) {
    return type == int.class || type == long.class || type == Integer.class || type == Long.class;
  }

  private static String words(Class<?> words) {
    return Arrays.stream(words.getFields())
        .filter(Field::isEnumConstant)
        .map(constant -> constant.getAnnotation(JsonProperty.class).value())
        .collect(Collectors.joining(", "));
  }
}
