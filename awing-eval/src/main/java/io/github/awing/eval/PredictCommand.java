package io.github.awing.eval;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.eval.draw.LandmarkOverlay;
import io.github.awing.eval.program.ComputeBackend;
import io.github.awing.eval.program.OutputFolder;
import io.github.awing.eval.program.Progress;
import io.github.awing.model.HeatmapDecoder;
import io.github.awing.model.WholeFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code awing-eval predict}: the landmarks of faces in pictures. */
@Command(
    name = "predict",
    description = "Finds the landmarks of faces in pictures.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = EvalMain.Version.class)
final class PredictCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "PICTURE|DIR",
      description = "pictures, and folders of pictures")
  private List<Path> inputs;

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "FILE",
      description = "the trained network")
  private Path checkpoint;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "where the landmarks go")
  private Path out;

  @ArgGroup private Where where;

  /** Where the faces are. */
  private static final class Where {
    @Option(
        names = "--boxes",
        paramLabel = "CSV",
        description = "the faces' boxes: image,left,top,right,bottom")
    private Path boxes;

    @Option(names = "--whole", description = "each picture is one face (the default)")
    private boolean whole;
  }

  @ArgGroup private Form form;

  /** The form of the answer. */
  private static final class Form {
    @Option(names = "--json", description = "write landmarks.jsonl, a line a face (the default)")
    private boolean json;

    @Option(names = "--csv", description = "write landmarks.csv, a row a face")
    private boolean csv;

    @Option(names = "--pts", description = "write iBUG .pts files, one a face")
    private boolean pts;
  }

  @Option(
      names = "--decoder",
      paramLabel = "NAME",
      defaultValue = "arg-max-quarter",
      description =
          "how landmarks are found in heatmaps: arg-max-quarter, dark or soft-arg-max"
              + " (default: ${DEFAULT-VALUE})")
  private String decoder;

  @Option(names = "--overlay", description = "also write the pictures with the landmarks drawn")
  private boolean overlay;

  @Option(names = "--overwrite", description = "write into a folder that holds something")
  private boolean overwrite;

  @Option(
      names = "--strict",
      description = "end at the first picture that cannot be read instead of skipping it")
  private boolean strict;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    HeatmapDecoder decoding = HeatmapDecoder.named(decoder);
    Map<String, Path> pictures = PictureFiles.find(inputs);
    FaceBoxes boxes =
        where == null || where.boxes == null ? FaceBoxes.whole() : FaceBoxes.read(where.boxes);
    boxes.checkNames(pictures.keySet());
    ComputeBackend.start();
    List<PredictedFace> faces = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    try (FaceAligner aligner = FaceAligner.load(checkpoint, decoding);
        Progress progress = Progress.of("pictures", pictures.size())) {
      OutputFolder.prepare(out, overwrite);
      int done = 0;
      for (Map.Entry<String, Path> entry : pictures.entrySet()) {
        try {
          faces.addAll(predict(aligner, boxes, entry.getKey(), entry.getValue()));
        } catch (BadDataException e) {
          if (strict) {
            throw e;
          }
          skipped.add(e.getMessage());
        }
        progress.reached(++done);
      }
    }
    write(faces);
    System.err.printf("%d faces in %s%n", faces.size(), out);
    skipped.forEach(line -> System.err.println("skipped: " + line));
    if (faces.isEmpty()) {
      throw new IllegalArgumentException("no face was predicted in any picture");
    }
    return 0;
  }

  private List<PredictedFace> predict(FaceAligner aligner, FaceBoxes boxes, String image, Path file)
      throws IOException {
    try (Picture picture = Picture.read(file)) {
      List<Box> its = boxes.of(image, picture.width(), picture.height());
      List<Alignment> alignments = aligner.align(picture, its);
      List<PredictedFace> faces = new ArrayList<>();
      for (int i = 0; i < its.size(); i++) {
        faces.add(new PredictedFace(image, its.get(i), alignments.get(i)));
      }
      if (overlay && !faces.isEmpty()) {
        List<Landmarks> landmarks = alignments.stream().map(Alignment::landmarks).toList();
        BufferedImage drawn =
            new LandmarkOverlay(aligner.scheme()).predicted(picture.toBufferedImage(), landmarks);
        WholeFile.write(
            out.resolve(image + ".overlay.png"), png -> ImageIO.write(drawn, "png", png));
      }
      return faces;
    }
  }

  private void write(List<PredictedFace> faces) throws IOException {
    if (form != null && form.pts) {
      for (Map.Entry<String, String> pts : PredictionFiles.pts(faces).entrySet()) {
        WholeFile.write(out.resolve(pts.getKey()), pts.getValue());
      }
    } else if (form != null && form.csv) {
      WholeFile.write(out.resolve("landmarks.csv"), PredictionFiles.csv(faces));
    } else {
      WholeFile.write(out.resolve("landmarks.jsonl"), PredictionFiles.jsonLines(faces));
    }
  }
}
