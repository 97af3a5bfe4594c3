package io.github.awing.eval;

import io.github.awing.eval.program.OutputFile;
import io.github.awing.eval.program.WholeFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code awing-eval plot}: the pictures that explain the paper. */
@Command(
    name = "plot",
    description = "Draws one of the pictures that explain the paper.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = EvalMain.Version.class,
    footerHeading = "%nPlots:%n",
    footer = {
      "  losses            MSE, L1, smooth L1, Wing and Adaptive Wing, with their gradients",
      "  wing-vs-awing     Wing against Adaptive Wing on foreground and on background",
      "  awing-targets     Adaptive Wing for targets from 0 to 1",
      "  hyper-parameters  Adaptive Wing with other hyper-parameters than the paper's",
      "  weight-map        targets, and where the weighted loss map raises them",
      "  boundary          a drawn face and its boundary heatmap"
    })
final class PlotCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PLOT", description = "which one, see below")
  private String plot;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "the picture, a .png file")
  private Path out;

  @Option(names = "--overwrite", description = "write over a file that exists")
  private boolean overwrite;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    Plot chosen = Plot.of(plot);
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new IllegalArgumentException("--out must be a .png file, but is " + out);
    }
    OutputFile.check("--out", out, overwrite);
    BufferedImage picture = chosen.draw();
    WholeFile.write(out, file -> ImageIO.write(picture, "png", file));
    return 0;
  }
}
