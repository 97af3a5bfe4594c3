package io.github.awing.train.cli;

import io.github.awing.eval.Evaluation;
import io.github.awing.eval.EvaluationPictures;
import io.github.awing.eval.FaceAligner;
import io.github.awing.eval.draw.CedPlot;
import io.github.awing.eval.metric.FaceErrors;
import io.github.awing.eval.metric.Metrics;
import io.github.awing.eval.report.ReportPage;
import io.github.awing.model.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Report of the demo: one page, and its pictures as files beside it.
 *
 * @param before the untrained network on held-out faces
 * @param after the trained one on the same faces
 * @param lossCurve the loss of every step, and the NME on held-out faces after every epoch
 * @param provenance where it all comes from
 */
record DemoReport(
    Evaluation before, Evaluation after, BufferedImage lossCurve, Map<String, String> provenance) {

  private static final String BEFORE = "before training";
  private static final String AFTER = "after training";
  private static final int FACES = 12;

  /**
   * Writes the page, and a folder {@code pictures} beside it.
   *
   * @param aligner with the trained network
   * @throws IOException if a file cannot be written
   */
  void write(Path page, FaceAligner aligner) throws IOException {
    Map<String, FaceErrors> curves = new LinkedHashMap<>();
    curves.put(BEFORE, before.errors());
    curves.put(AFTER, after.errors());
    Map<String, Metrics> rows = new LinkedHashMap<>();
    rows.put(BEFORE, before.metrics());
    rows.put(AFTER, after.metrics());
    Map<String, Metrics> subsets = new LinkedHashMap<>();
    subsets.put("all faces", after.metrics());
    subsets.putAll(after.subsets());

    BufferedImage faces = EvaluationPictures.faces(after, FACES);
    BufferedImage ced = CedPlot.draw(curves, after.threshold());
    BufferedImage heatmaps = EvaluationPictures.heatmaps(after, aligner);
    ReportPage.titled("Adaptive Wing loss on drawn faces")
        .paragraph(
            "A small stacked hourglass learned the 98 landmarks of WFLW from drawn faces. All"
                + " figures and pictures here are of faces that it never saw.")
        .metricTable(
            "Errors are divided by the %s distance.".formatted(after.normaliser()),
            rows,
            after.threshold())
        .picture(
            faces,
            "Faces with true and predicted landmarks",
            "True landmarks in green, predicted ones in orange; from the face with the smallest"
                + " error to the one with the largest.")
        .picture(
            ced,
            "Cumulative error distribution before and after training",
            "The fraction of faces with at most a certain NME.")
        .picture(
            lossCurve,
            "Training loss by step",
            "Adaptive Wing loss with the weighted loss map, and the NME on held-out faces after every epoch.")
        .heading("Heatmaps and boundary")
        .picture(
            heatmaps,
            "Predicted and true heatmaps and boundary of one face",
            "The face with the median error, as the network saw it.")
        .heading("By attribute")
        .metricTable("After training, by attribute of the drawn faces.", subsets, after.threshold())
        .provenance(provenance)
        .write(page);

    Path pictures = page.resolveSibling("pictures");
    Files.createDirectories(pictures);
    png(faces, pictures.resolve("faces.png"));
    png(ced, pictures.resolve("ced.png"));
    png(lossCurve, pictures.resolve("loss.png"));
    png(heatmaps, pictures.resolve("heatmaps.png"));
  }

  private static void png(BufferedImage picture, Path file) throws IOException {
    AtomicFile.write(file, out -> ImageIO.write(picture, "png", out));
  }
}
