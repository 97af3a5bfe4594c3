package io.github.awing.eval.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.data.BadDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ProgramTest {

  private record Ended(int code, String said) {}

  @Command(name = "shop", mixinStandardHelpOptions = true, versionProvider = ShopVersion.class)
  private static final class Shop implements Callable<Integer> {

    private final Exception trouble;

    @Option(names = "--verbose")
    boolean verbose;

    Shop(Exception trouble) {
      this.trouble = trouble;
    }

    @Override
    public Integer call() throws Exception {
      if (trouble != null) {
        throw trouble;
      }
      return 0;
    }
  }

  static final class ShopVersion extends Program.Version {
    ShopVersion() {
      super("shop", Shop.class);
    }
  }

  @Test
  void whatIsDoneEndsWithZero() {
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
  void theStackIsShownOnlyWhenAskedFor() {
    assertThat(run(new IOException("disk full"), "--verbose").said())
        .startsWith("error: disk full\n")
        .contains("at io.github.awing.eval.program.ProgramTest");
  }

  @Test
  void wrongUsageEndsWithTwoAndAHint() {
    assertThat(run(null, "--colour"))
        .isEqualTo(new Ended(2, "error: Unknown option: '--colour'\nTry 'shop --help'.\n"));
  }

  private static Ended run(Exception trouble, String... arguments) {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      int code = Program.run(new Shop(trouble), arguments);
      return new Ended(code, said.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
    } finally {
      System.setErr(before);
    }
  }
}
