package io.github.awing.eval;

import io.github.awing.eval.cli.ComputeBackend;
import io.github.awing.eval.cli.OutputFile;
import io.github.awing.eval.figure.Figure;
import io.github.awing.model.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Command {@code awing-eval plot}: draws a figure that explains the paper. */
@Command(
    name = "plot",
    description = "Draws one of the pictures that explain the loss and its targets.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = EvalMain.Version.class)
final class PlotCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "name of the picture, see below")
  private String name;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "the .png file to write")
  private Path out;

  @Option(names = "--overwrite", description = "replace an existing file")
  private boolean overwrite;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  /** Lets {@code --help} list the pictures. */
  @Spec
  void list(CommandSpec spec) {
    spec.usageMessage()
        .footerHeading("%nPictures:%n")
        .footer(
            Arrays.stream(Figure.values())
                .map(figure -> "  %-17s %s".formatted(figure.word(), figure.shows()))
                .toArray(String[]::new));
  }

  @Override
  public Integer call() throws IOException {
    Figure figure = Figure.named(name);
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new IllegalArgumentException(out + ": the file's name must end in .png");
    }
    OutputFile.check("--out", out, overwrite);
    if (figure.needsBackend()) {
      ComputeBackend.start();
    }
    BufferedImage picture = figure.draw();
    AtomicFile.write(out, png -> ImageIO.write(picture, "png", png));
    System.err.printf("%s in %s%n", figure.word(), out);
    return 0;
  }
}
