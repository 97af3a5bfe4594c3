package io.github.awing.eval.cli;

import io.github.awing.data.FileNames;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import javax.imageio.ImageIO;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs a command line program: prints one line for every error and returns the exit code 0 done, 1
 * failed, 2 wrong usage or input, 130 interrupted. With {@code --verbose}, prints the stack trace
 * too.
 */
public final class Program {

  static final String VERBOSE = "--verbose";

  private Program() {}

  /**
   * Runs a picocli command as a process: both streams are UTF-8 if the environment names no
   * encoding.
   *
   * @return the exit code
   */
  public static int main(Object command, String... arguments) {
    if (FileNames.cure().isPresent()) {
      System.setOut(stream(FileDescriptor.out));
      System.setErr(stream(FileDescriptor.err));
    }
    return run(command, arguments);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /**
   * Runs a picocli command.
   *
   * @param command an object annotated with {@link CommandLine.Command}
   * @param arguments as given to {@code main}
   * @return the exit code
   */
  public static int run(Object command, String... arguments) {
    // Plots go to files; without this, drawing fails on a machine without a screen.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    // Sends JavaCPP's messages to the programs' log.
    if (System.getProperty("org.bytedeco.javacpp.logger") == null) {
      System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
    }
    // Pictures fit into memory, and the folder for temporary files may be missing.
    ImageIO.setUseCache(false);
    CommandLine line =
        new CommandLine(command)
            .setParameterExceptionHandler((e, given) -> wrongUsage(e))
            .setExecutionExceptionHandler((e, failing, result) -> failed(e, failing));
    line.setErr(new PrintWriter(System.err, true, encoding()));
    for (String argument : arguments) {
      if (FileNames.isUnreadable(argument)) {
        line.getErr().println("error: " + unreadable(argument));
        return ExitCode.USAGE;
      }
    }
    try {
      return line.execute(arguments);
    } catch (Error e) {
      return failed(e, innermost(line));
    }
  }

  private static Charset encoding() {
    return FileNames.cure().isPresent() ? StandardCharsets.UTF_8 : Charset.defaultCharset();
  }

  private static String unreadable(String argument) {
    return "'%s' cannot be read: %s"
        .formatted(
            FileNames.shown(argument),
            FileNames.cure().orElse("it is not in the encoding that the environment names"));
  }

  private static CommandLine innermost(CommandLine line) {
    ParseResult result = line.getParseResult();
    while (result != null && result.hasSubcommand()) {
      result = result.subcommand();
    }
    return result == null ? line : result.commandSpec().commandLine();
  }

  private static int wrongUsage(ParameterException e) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println(line.getColorScheme().errorText("error: " + message(e)));
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.USAGE;
  }

  private static String message(ParameterException e) {
    if (e.getCause() instanceof InvalidPathException path) {
      return FileNames.complaint(path);
    }
    return e.getMessage()
        .lines()
        .findFirst()
        .orElse("wrong usage")
        .replaceFirst("^Error: ", "")
        .replaceFirst(" is not an? (int|long)$", " is not a whole number, as 3 is")
        .replaceFirst(" is not a double$", " is not a number, as 0.1 is (with a dot)");
  }

  private static int failed(Throwable e, CommandLine line) {
    PrintWriter err = line.getErr();
    Explanation explanation = Explanation.of(e, line.getCommandSpec().optionsMap().keySet());
    err.println(line.getColorScheme().errorText("error: " + explanation.line()));
    if (line.getParseResult() != null
        && line.getCommandSpec().optionsMap().containsKey(VERBOSE)
        && line.getParseResult().hasMatchedOption(VERBOSE)) {
      e.printStackTrace(err);
    }
    err.flush();
    return explanation.exitCode();
  }

  /** Version of a program, read from its jar. */
  public abstract static class Version implements IVersionProvider {

    private final String name;
    private final Class<?> main;

    /**
     * Takes the program.
     *
     * @param name of the program
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
        // A build without a Git repository has no commit.
        version = version.replaceFirst("\\+\\$\\{.*", "");
      }
      return new String[] {
        name + " " + (version == null ? "of unknown version (not run from its jar)" : version)
      };
    }
  }
}
