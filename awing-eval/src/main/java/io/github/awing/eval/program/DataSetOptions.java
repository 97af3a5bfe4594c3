package io.github.awing.eval.program;

import io.github.awing.data.BadDataException;
import io.github.awing.data.DataSetFormat;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Split;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options {@code --data} and {@code --format}, for commands that read a data set. */
public final class DataSetOptions {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "the data set's folder")
  private Path folder;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "wflw, pts, cofw, aflw, coco, hrnet-csv or csv; guessed from the folder when left out")
  private String format;

  @Option(
      names = "--scheme",
      paramLabel = "NAME|FILE",
      description =
          "landmarks: wflw-98, 300w-68, cofw-29, aflw-19, or a YAML file; the data set's when left"
              + " out. 300w-68 takes the 68 among the 98 of WFLW")
  private String scheme;

  /** The folder as it was given. */
  public Path folder() {
    return folder;
  }

  /**
   * Reads the data set; its pictures are not opened yet.
   *
   * @throws BadDataException if the folder does not hold what was promised
   * @throws IllegalArgumentException if there is no such format
   */
  public FaceDataSet read(Split split) {
    DataSetFormat form =
        format == null ? DataSetFormat.guess(folder) : DataSetFormat.ofWord(format);
    return scheme == null
        ? form.read(folder, split)
        : form.read(folder, split, LandmarkScheme.ofNameOrFile(scheme));
  }
}
