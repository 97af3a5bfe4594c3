package io.github.awing.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.awing.data.BadDataException;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.model.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options with which a training was begun, kept in its run folder so that {@code resume} needs
 * no more than the folder: where the data are and how they are read. Paths are kept absolute.
 *
 * @param arguments as on a command line
 */
record SavedCommand(List<String> arguments) {

  /** What the run folder itself tells, or is for the beginning only. */
  private static final Set<String> NOT_KEPT =
      Set.of("--plan", "--set", "--out", "--overwrite", "--verbose");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** Takes a copy of the arguments. */
  SavedCommand {
    arguments = List.copyOf(arguments);
  }

  /** What was given to a command. */
  static SavedCommand of(ParseResult given) {
    List<String> arguments = new ArrayList<>();
    for (OptionSpec option : given.matchedOptions()) {
      if (!NOT_KEPT.contains(option.longestName())) {
        arguments.add(option.longestName());
        for (String value : option.originalStringValues()) {
          if (option.arity().max() > 0) {
            arguments.add(isFile(option, value) ? absolute(value) : value);
          }
        }
      }
    }
    return new SavedCommand(arguments);
  }

  /** Paths are; a landmark scheme may be, where no scheme has the name. */
  private static boolean isFile(OptionSpec option, String value) {
    return option.type() == Path.class
        || option.longestName().equals("--scheme") && !LandmarkScheme.NAMES.contains(value);
  }

  private static String absolute(String file) {
    return Path.of(file).toAbsolutePath().normalize().toString();
  }

  void write(Path file) throws IOException {
    AtomicFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
  }

  /**
   * Reads what was kept.
   *
   * @throws BadDataException if the file is not there, or holds something else
   */
  static SavedCommand read(Path file) {
    try {
      return JSON.readValue(file.toFile(), SavedCommand.class);
    } catch (JsonProcessingException e) {
      throw new BadDataException(file, "does not hold the arguments of a training");
    } catch (IOException e) {
      throw new BadDataException(file, "cannot be read: " + e.getMessage());
    }
  }
}
