package io.github.awing.eval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.data.BadDataException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.imageio.IIOException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ProgramTest {

  private record Ended(int code, String output) {}

  @Command(name = "shop", mixinStandardHelpOptions = true, versionProvider = ShopVersion.class)
  private static class Shop implements Callable<Integer> {

    private final Throwable trouble;

    @Option(names = "--verbose")
    boolean verbose;

    @Option(names = "--hours")
    double hours;

    @Option(names = "--floors")
    int floors;

    Shop(Throwable trouble) {
      this.trouble = trouble;
    }

    @Override
    public Integer call() throws Exception {
      if (trouble instanceof Error error) {
        throw error;
      }
      if (trouble != null) {
        throw (Exception) trouble;
      }
      return 0;
    }
  }

  /** Command with an option of trainings, which selects the advice on memory. */
  @Command(name = "school")
  private static final class School extends Shop {

    @Option(names = "--recompute-activations")
    boolean recompute;

    School(Throwable trouble) {
      super(trouble);
    }
  }

  static final class ShopVersion extends Program.Version {
    ShopVersion() {
      super("shop", Shop.class);
    }
  }

  @Test
  void successEndsWithZero() {
    assertThat(run(null)).isEqualTo(new Ended(0, ""));
  }

  @Test
  void badInputEndsWithTwoAndOneLine() {
    assertThat(run(new BadDataException(Path.of("list.txt"), 7, "5 fields, but 207 expected")))
        .isEqualTo(new Ended(2, "error: list.txt:7: 5 fields, but 207 expected\n"));
    assertThat(run(new IllegalArgumentException("the threshold must be above 0")))
        .isEqualTo(new Ended(2, "error: the threshold must be above 0\n"));
  }

  @Test
  void failureEndsWithOneAndOneLine() {
    assertThat(run(new IOException("disk full"))).isEqualTo(new Ended(1, "error: disk full\n"));
    assertThat(run(new NoSuchFileException("a.png")))
        .isEqualTo(new Ended(1, "error: a.png: there is no such file\n"));
    assertThat(run(new NumberFormatException("x")).code()).isEqualTo(1);
    assertThat(run(new IllegalStateException("odd")))
        .isEqualTo(
            new Ended(1, "error: unexpected IllegalStateException: odd (--verbose tells where)\n"));
  }

  @Test
  void interruptionEndsWithItsOwnCode() {
    assertThat(run(new InterruptedException())).isEqualTo(new Ended(130, "error: interrupted\n"));
  }

  @Test
  void theStackTraceIsShownOnlyWithVerbose() {
    assertThat(run(new IOException("disk full"), "--verbose").output())
        .startsWith("error: disk full\n")
        .contains("at io.github.awing.eval.cli.ProgramTest");
  }

  @Test
  void wrongUsageEndsWithTwoAndAHint() {
    assertThat(run(null, "--colour"))
        .isEqualTo(new Ended(2, "error: Unknown option: '--colour'\nTry 'shop --help'.\n"));
  }

  @Test
  void filesAreNamedWithTheirErrors() {
    assertThat(run(new AccessDeniedException("a.png")))
        .isEqualTo(new Ended(1, "error: a.png: not allowed to read or write it\n"));
    assertThat(run(new FileAlreadyExistsException("a")))
        .isEqualTo(new Ended(1, "error: a: there is a file of this name already\n"));
    assertThat(run(new NotDirectoryException("a")))
        .isEqualTo(new Ended(1, "error: a: a folder is needed here, but this is a file\n"));
    assertThat(run(new FileSystemException("a", null, "No space left on device")))
        .isEqualTo(new Ended(1, "error: a: No space left on device\n"));
    assertThat(run(new EOFException())).isEqualTo(new Ended(1, "error: a file ends too early\n"));
    assertThat(run(new MalformedInputException(1)))
        .isEqualTo(new Ended(1, "error: a file that should be UTF-8 text is not\n"));
  }

  @Test
  void causesAreExplainedInsteadOfWrappers() {
    assertThat(run(new UncheckedIOException(new NoSuchFileException("a"))))
        .isEqualTo(new Ended(1, "error: a: there is no such file\n"));
    assertThat(
            run(
                new UncheckedIOException(
                    "a: cannot be written",
                    new IIOException("I/O error", new IOException("No space left on device")))))
        .isEqualTo(new Ended(1, "error: a: cannot be written: No space left on device\n"));
    assertThat(run(new ExecutionException(new BadDataException(Path.of("a"), "is odd"))))
        .isEqualTo(new Ended(2, "error: a: is odd\n"));
    assertThat(run(new CompletionException(new UncheckedIOException(new IOException("b")))))
        .isEqualTo(new Ended(1, "error: b\n"));
    assertThat(run(new ClosedByInterruptException()).code()).isEqualTo(130);
  }

  @Test
  void emptyMessagesAreNotPrintedEmpty() {
    assertThat(run(new IOException(""))).isEqualTo(new Ended(1, "error: IOException\n"));
    assertThat(run(new IllegalStateException("\n\n late \nmore")))
        .isEqualTo(
            new Ended(
                1, "error: unexpected IllegalStateException: late (--verbose tells where)\n"));
  }

  @Test
  void adviceOnMemoryFitsTheCommand() {
    OutOfMemoryError heap = new OutOfMemoryError("Java heap space");
    assertThat(run(heap))
        .isEqualTo(
            new Ended(
                1,
                "error: out of memory: Java heap space; java -Xmx gives more, for instance java -Xmx8g\n"));
    Ended outside = run(new IllegalStateException("odd", new OutOfMemoryError("too high")));
    assertThat(outside.code()).isEqualTo(1);
    assertThat(outside.output())
        .startsWith("error: out of memory: too high; ")
        .contains("maxphysicalbytes=")
        .doesNotContain("training", "unexpected");
    assertThat(ran(new School(heap)).output())
        .contains("a training needs less with --recompute-activations");
  }

  @Test
  void errorsOfNativeCodeNameTheRemedy() {
    Ended ended =
        run(
            new IllegalStateException(
                "odd", new UnsatisfiedLinkError("/tmp/a.so: failed to map segment")));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output())
        .startsWith("error: native code cannot be loaded: /tmp/a.so: failed to map segment; ")
        .contains("noexec", "-Dorg.bytedeco.javacpp.cachedir=DIR", "-Djna.tmpdir=DIR")
        .hasLineCount(1);
    assertThat(run(new NoClassDefFoundError("org/nd4j/Nd4j")).output())
        .startsWith("error: a part of the program is missing")
        .contains("org/nd4j/Nd4j", "lib");
    assertThat(run(new StackOverflowError()).output())
        .isEqualTo(
            "error: unexpected StackOverflowError: StackOverflowError (--verbose tells where)\n");
    assertThat(run(new StackOverflowError(), "--verbose").output()).contains("\tat ");
  }

  @Test
  void invalidNumbersAreExplained() {
    assertThat(run(null, "--hours", "0,5"))
        .isEqualTo(
            new Ended(
                2,
                "error: Invalid value for option '--hours': '0,5' is not a number, as 0.1 is (with a dot)\nTry 'shop --help'.\n"));
    assertThat(run(null, "--floors", "2.5").output())
        .startsWith(
            "error: Invalid value for option '--floors': '2.5' is not a whole number, as 3 is");
  }

  private static Ended run(Throwable trouble, String... arguments) {
    return ran(new Shop(trouble), arguments);
  }

  private static Ended ran(Shop shop, String... arguments) {
    PrintStream before = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    System.setErr(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      int code = Program.run(shop, arguments);
      return new Ended(code, output.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
    } finally {
      System.setErr(before);
    }
  }
}
