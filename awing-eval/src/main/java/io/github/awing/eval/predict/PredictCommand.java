package io.github.awing.eval.predict;

import io.github.awing.data.detect.FaceDetector;
import io.github.awing.eval.EvalMain;
import io.github.awing.eval.FaceAligner;
import io.github.awing.eval.cli.ComputeBackend;
import io.github.awing.eval.cli.EngineOption;
import io.github.awing.eval.cli.OutputFolder;
import io.github.awing.eval.cli.Progress;
import io.github.awing.eval.cli.TorchOptions;
import io.github.awing.eval.weights.NetworkFile;
import io.github.awing.eval.weights.TorchReading;
import io.github.awing.model.HeatmapDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Command {@code awing-eval predict}: finds the landmarks of faces in pictures. */
@Command(
    name = "predict",
    description = "Finds the landmarks of faces in pictures.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = EvalMain.Version.class)
public final class PredictCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "PICTURE|DIR",
      description = "pictures, and folders of pictures")
  private List<Path> inputs;

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "FILE",
      description = "the trained network: a checkpoint, or weights that PyTorch saved")
  private Path checkpoint;

  @Mixin private TorchOptions torch;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "folder of the landmarks")
  private Path out;

  @ArgGroup private Where where;

  /** Source of the faces' places. */
  private static final class Where {
    @Option(
        names = "--boxes",
        paramLabel = "CSV",
        description = "the faces' boxes: image,left,top,right,bottom")
    private Path boxes;

    @ArgGroup(exclusive = false)
    private Detection detection;

    @Option(names = "--whole", description = "each picture is one face (the default)")
    private boolean whole;
  }

  /** Detector that finds faces. */
  private static final class Detection {
    @Option(
        names = "--detect",
        description = "find the faces, with the built-in YuNet network unless --detector is given")
    private boolean detect;

    @Option(
        names = "--detector",
        paramLabel = "FILE",
        description =
            "find the faces with this file: a YuNet network (.onnx) or an OpenCV cascade (.xml)")
    private Path detector;
  }

  @ArgGroup private Form form;

  /** Format of the landmarks. */
  private static final class Form {
    @Option(
        names = "--json",
        description = "write landmarks.jsonl, one line for each face (the default)")
    private boolean json;

    @Option(names = "--csv", description = "write landmarks.csv, one row for each face")
    private boolean csv;

    @Option(names = "--pts", description = "write iBUG .pts files, one for each face")
    private boolean pts;
  }

  @Option(
      names = "--decoder",
      paramLabel = "NAME",
      defaultValue = "arg-max-quarter",
      description =
          "method that finds landmarks in heatmaps: arg-max-quarter, dark or soft-arg-max"
              + " (default: ${DEFAULT-VALUE})")
  private String decoder;

  @Mixin private EngineOption engine;

  @Option(names = "--overlay", description = "also write the pictures with the landmarks drawn")
  private boolean overlay;

  @Option(names = "--overwrite", description = "write into a folder that holds something")
  private boolean overwrite;

  @Option(
      names = "--strict",
      description =
          "end at the first picture that cannot be read, or box that cannot be of a face, instead of"
              + " skipping it")
  private boolean strict;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException, InterruptedException {
    HeatmapDecoder decoding = HeatmapDecoder.named(decoder);
    engine.check();
    TorchReading reading = torch.reading();
    PictureFiles pictures = PictureFiles.find(inputs, out);
    BoxesFile boxes = where == null || where.boxes == null ? null : BoxesFile.read(where.boxes);
    if (boxes != null) {
      boxes.checkNames(pictures);
    }
    ComputeBackend.start();
    try (FaceDetector detector = detector();
        FaceAligner aligner =
            FaceAligner.of(
                checkpoint,
                NetworkFile.load(checkpoint, reading, System.err::println),
                decoding,
                engine.open())) {
      OutputFolder.prepare(out, overwrite);
      pictures.leftOut().ifPresent(System.err::println);
      predict(pictures, places(boxes, detector), aligner);
    }
    return 0;
  }

  private FaceDetector detector() {
    if (where == null || where.detection == null) {
      return null;
    }
    return where.detection.detector == null
        ? FaceDetector.yuNet()
        : FaceDetector.load(where.detection.detector);
  }

  private FacePlaces places(BoxesFile given, FaceDetector detector) {
    if (given != null) {
      return given;
    }
    if (detector == null) {
      return FacePlaces.whole();
    }
    return where.detection.detector == null
        ? DetectedFaces.ofYuNet(detector)
        : DetectedFaces.asFound(detector);
  }

  private void predict(PictureFiles pictures, FacePlaces places, FaceAligner aligner)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    PicturePredictor predictor;
    try (PredictionWriter writer = writer(aligner);
        OverlayWriter overlays = overlay ? new OverlayWriter(out, aligner.scheme()) : null;
        Progress progress = Progress.of("pictures", pictures.count())) {
      predictor = new PicturePredictor(aligner, places, writer, overlays, strict, progress);
      predictor.predict(pictures);
      writer.finish();
    }
    if (predictor.faces() == 0) {
      throw new IllegalArgumentException("no face was predicted in any picture");
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.err.printf(
        Locale.ROOT,
        "%d faces in %d pictures, %.1f pictures/s; %d skipped, %d without a face%s; see %s%n",
        predictor.faces(),
        pictures.count(),
        pictures.count() / seconds,
        predictor.skipped(),
        predictor.faceless(),
        predictor.leftOut() == 0 ? "" : ", " + predictor.leftOut() + " boxes left out",
        out);
  }

  private PredictionWriter writer(FaceAligner aligner) {
    if (form != null && form.pts) {
      return new PointsFiles(out);
    }
    return form != null && form.csv
        ? LandmarkListWriter.csv(out, aligner.scheme().count())
        : LandmarkListWriter.json(out);
  }
}
