package io.github.awing.train.cli;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Split;
import io.github.awing.eval.cli.DataSetOptions;
import io.github.awing.eval.cli.OutputFile;
import io.github.awing.eval.draw.DataSheet;
import io.github.awing.model.AtomicFile;
import io.github.awing.train.TrainMain;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code awing-train data sheet}: draws a contact sheet of a data set. */
@Command(
    name = "sheet",
    description =
        "Draws faces of a data set: landmarks, mirror image, boundary, and training crops.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class DataSheetCommand implements Callable<Integer> {

  @Mixin private DataSetOptions data;

  @Option(names = "--out", required = true, paramLabel = "PNG", description = "the picture")
  private Path out;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      defaultValue = "train",
      description = "a part of the data set, for instance test (default: ${DEFAULT-VALUE})")
  private String split;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "6",
      description = "number of faces, spread over all (default: ${DEFAULT-VALUE})")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "seed of the augmentation (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--overwrite", description = "write over a file that exists")
  private boolean overwrite;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    if (count < 1 || count > 100) {
      throw new IllegalArgumentException("--count must be between 1 and 100, but is " + count);
    }
    OutputFile.check("--out", out, overwrite);
    FaceDataSet faces = data.read(new Split(split));
    int all = faces.faces().size();
    int shown = Math.min(count, all);
    List<AnnotatedFace> spread =
        IntStream.range(0, shown).mapToObj(i -> faces.faces().get(i * all / shown)).toList();
    BufferedImage sheet =
        new DataSheet(faces.scheme(), seed)
            .draw(spread, e -> System.err.println("skipped: " + e.getMessage()));
    AtomicFile.write(out, png -> ImageIO.write(sheet, "png", png));
    System.err.printf(
        "%d of %d faces of %s, %s, in %s%n",
        shown, all, faces.format(), faces.scheme().name(), out);
    return 0;
  }
}
