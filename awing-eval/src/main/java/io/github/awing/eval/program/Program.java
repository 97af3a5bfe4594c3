package io.github.awing.eval.program;

import io.github.awing.data.BadDataException;
import io.github.awing.eval.draw.MissingFontsException;
import io.github.awing.model.CheckpointException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How a command line program begins and ends: one line for whatever goes wrong, and the exit code 0
 * done, 1 failed, 2 wrong usage or input, 130 interrupted. A command with an option {@code
 * --verbose} gets the stack trace too when it is given.
 */
public final class Program {

  private static final int INTERRUPTED = 130;
  private static final String VERBOSE = "--verbose";

  private Program() {}

  /**
   * Runs a picocli command.
   *
   * @param command an object annotated with {@link CommandLine.Command}
   * @param arguments as given to {@code main}
   * @return the exit code
   */
  public static int run(Object command, String... arguments) {
    // Plots are drawn, never shown; without this, a machine without a screen fails at the first.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    CommandLine line =
        new CommandLine(command)
            .setParameterExceptionHandler((e, given) -> wrongUsage(e))
            .setExecutionExceptionHandler((e, failing, result) -> failed(e, failing));
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      line.getErr()
          .println(
              "error: out of memory: %s; a training needs less with --recompute-activations or a smaller batch-size (and accumulate), may have more outside the heap with --memory-gigabytes, and in it with java -Xmx"
                  .formatted(e.getMessage()));
      return ExitCode.SOFTWARE;
    }
  }

  private static int wrongUsage(ParameterException e) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println(
        line.getColorScheme().errorText("error: " + firstLine(e).replaceFirst("^Error: ", "")));
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine line) {
    PrintWriter err = line.getErr();
    err.println(line.getColorScheme().errorText("error: " + explained(e)));
    if (line.getParseResult() != null
        && line.getCommandSpec().optionsMap().containsKey(VERBOSE)
        && line.getParseResult().hasMatchedOption(VERBOSE)) {
      e.printStackTrace(err);
    }
    err.flush();
    if (e instanceof InterruptedException) {
      return INTERRUPTED;
    }
    return isBadInput(e) ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  private static boolean isBadInput(Exception e) {
    // Its subclasses come out of libraries: our mistake, not the user's.
    return e instanceof BadDataException
        || e instanceof CheckpointException
        || e.getClass() == IllegalArgumentException.class;
  }

  private static String explained(Exception e) {
    if (e instanceof InterruptedException) {
      return "interrupted";
    }
    // The messages of these two are bare file names.
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + ": there is no such file";
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": not allowed to read or write it";
    }
    if (isBadInput(e)
        || e instanceof IOException
        || e instanceof FailureException
        || e instanceof MissingFontsException) {
      return firstLine(e);
    }
    return "unexpected %s: %s (%s tells where)"
        .formatted(e.getClass().getSimpleName(), firstLine(e), VERBOSE);
  }

  private static String firstLine(Exception e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getMessage().lines().findFirst().orElse(e.getClass().getSimpleName());
  }

  /** The version in a program's own jar. */
  public abstract static class Version implements IVersionProvider {

    private final String name;
    private final Class<?> main;

    /**
     * Of one program.
     *
     * @param name what the program is called
     * @param main a class of its jar
     */
    protected Version(String name, Class<?> main) {
      this.name = name;
      this.main = main;
    }

    @Override
    public final String[] getVersion() {
      String version = main.getPackage().getImplementationVersion();
      if (version != null) {
        // Sources without their repository are built without a commit.
        version = version.replaceFirst("\\+\\$\\{.*", "");
      }
      return new String[] {
        name + " " + (version == null ? "of unknown version (not run from its jar)" : version)
      };
    }
  }
}
