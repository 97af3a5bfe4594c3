package io.github.awing.train.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.awing.data.BadDataException;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Words of {@code train} that a training was begun with, kept in its run folder so that {@code
 * resume} needs no more than the folder: where the data are and how they are read. Paths are kept
 * absolute.
 *
 * @param arguments {@link TrainOptions} as words
 */
public record SavedCommand(List<String> arguments) {

  /** Name of the file in a run folder. */
  public static final String FILE = "command.json";

  /** Options that the run folder itself answers, or that only a beginning needs. */
  private static final Set<String> NOT_KEPT =
      Set.of("--plan", "--set", "--out", "--overwrite", "--verbose");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** Takes a copy of the arguments. */
  public SavedCommand {
    arguments = List.copyOf(arguments);
  }

  /** Takes the options that were given to a command. */
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

  /** Tells paths from words. A landmark scheme is a path if no scheme has the name. */
  private static boolean isFile(OptionSpec option, String value) {
    return option.type() == Path.class
        || option.longestName().equals("--scheme") && !LandmarkScheme.NAMES.contains(value);
  }

  private static String absolute(String file) {
    return Path.of(file).toAbsolutePath().normalize().toString();
  }

  /** Writes the words as {@link #read} reads them. */
  public String toJson() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("words can always be written", e);
    }
  }

  /** Tells whether a run folder keeps any. */
  public static boolean isIn(RunFolder run) {
    return Files.isRegularFile(run.path().resolve(FILE));
  }

  /**
   * Reads the options that a training was begun with.
   *
   * @throws BadDataException if its folder keeps none, or other words
   */
  public static TrainOptions optionsIn(RunFolder run) {
    if (!isIn(run)) {
      throw new BadDataException(run.path(), "is no run folder of train: it holds no " + FILE);
    }
    Path file = run.path().resolve(FILE);
    try {
      return read(file).options();
    } catch (IllegalArgumentException e) {
      throw new BadDataException(file, e.getMessage());
    }
  }

  /**
   * Reads the words of a file.
   *
   * @throws BadDataException if it cannot be read, or holds something else
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

  /**
   * Parses the words.
   *
   * @throws IllegalArgumentException if they are no options
   */
  public TrainOptions options() {
    TrainOptions options = new TrainOptions();
    try {
      new CommandLine(options).parseArgs(arguments.toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      throw new IllegalArgumentException(e.getMessage().lines().findFirst().orElse(""), e);
    }
    return options;
  }
}
