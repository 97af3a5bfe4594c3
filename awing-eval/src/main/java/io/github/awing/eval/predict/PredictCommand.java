package io.github.awing.eval.predict;

import io.github.awing.data.detect.FaceDetector;
import io.github.awing.eval.EvalMain;
import io.github.awing.eval.FaceAligner;
import io.github.awing.eval.cli.ComputeBackend;
import io.github.awing.eval.cli.DecoderOption;
import io.github.awing.eval.cli.EngineOption;
import io.github.awing.eval.cli.NetworkOption;
import io.github.awing.eval.cli.OutputFolder;
import io.github.awing.eval.cli.Progress;
import io.github.awing.eval.cli.TorchOptions;
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

  @Mixin private NetworkOption network;

  @Mixin private TorchOptions torch;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "folder of the landmarks (default: they are printed)")
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

    @Option(
        names = "--whole",
        description = "each picture is one face (the default with --checkpoint)")
    private boolean whole;
  }

  /** Detector that finds faces. */
  private static final class Detection {
    @Option(
        names = "--detect",
        description =
            "find the faces, with the built-in YuNet network unless --detector is given (the default"
                + " without --checkpoint)")
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

  @Mixin private DecoderOption decoder;

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
    HeatmapDecoder decoding = decoder.decoder();
    engine.check();
    network.check();
    checkOut();
    TorchReading reading = torch.reading();
    PictureFiles pictures = PictureFiles.find(inputs, out);
    BoxesFile boxes = where == null || where.boxes == null ? null : BoxesFile.read(where.boxes);
    if (boxes != null) {
      boxes.checkNames(pictures);
    }
    ComputeBackend.start();
    try (FaceDetector detector = detector();
        FaceAligner aligner =
            FaceAligner.of(network.file(), network.load(reading), decoding, engine.open())) {
      if (out != null) {
        OutputFolder.prepare(out, overwrite);
      }
      pictures.leftOut().ifPresent(System.err::println);
      predict(pictures, places(boxes, detector), aligner);
    }
    return 0;
  }

  private void checkOut() {
    if (out == null && (overlay || form != null && form.pts)) {
      throw new IllegalArgumentException(
          (overlay ? "--overlay" : "--pts") + " writes files; name a folder for them by --out DIR");
    }
  }

  /** A detector if faces are to be found, else null. */
  private FaceDetector detector() {
    if (where == null ? !network.isPretrained() : where.detection == null) {
      return null;
    }
    return ownDetector() == null ? FaceDetector.yuNet() : FaceDetector.load(ownDetector());
  }

  private Path ownDetector() {
    return where == null ? null : where.detection.detector;
  }

  private FacePlaces places(BoxesFile given, FaceDetector detector) {
    if (given != null) {
      return given;
    }
    if (detector == null) {
      return FacePlaces.whole();
    }
    return ownDetector() == null
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
        "%s in %s, %.1f pictures/s; %d skipped, %d without a face%s%s%n",
        count(predictor.faces(), "face"),
        count(pictures.count(), "picture"),
        pictures.count() / seconds,
        predictor.skipped(),
        predictor.faceless(),
        predictor.leftOut() == 0 ? "" : ", " + predictor.leftOut() + " boxes left out",
        out == null ? "" : "; see " + out);
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private PredictionWriter writer(FaceAligner aligner) {
    boolean csv = form != null && form.csv;
    if (out == null) {
      return csv
          ? PrintedLandmarks.csv(System.out, aligner.scheme().count())
          : PrintedLandmarks.json(System.out);
    }
    if (form != null && form.pts) {
      return new PointsFiles(out);
    }
    return csv
        ? LandmarkListWriter.csv(out, aligner.scheme().count())
        : LandmarkListWriter.json(out);
  }
}
