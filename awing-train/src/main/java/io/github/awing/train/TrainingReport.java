package io.github.awing.train;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.eval.draw.LossPlot;
import io.github.awing.eval.report.FigureText;
import io.github.awing.eval.report.ReportPage;
import io.github.awing.model.AtomicFile;
import io.github.awing.model.Checkpoint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Writes the report of a training that is done: the page {@code report.html}, and {@code
 * model-card.md} with its picture {@code training.png}, to go with the checkpoint.
 *
 * @param result with the run folder to write into
 * @param plan of the training
 * @param scheme of the landmarks
 * @param checkpoint the last one
 */
record TrainingReport(
    TrainingResult result, TrainingPlan plan, LandmarkScheme scheme, Checkpoint checkpoint) {

  private static final String PICTURE = "training.png";
  private static final List<String> COLUMNS =
      List.of("", "epoch", "NME %", "FR % at 10 %", "AUC at 10 %");

  /**
   * Writes page and card.
   *
   * @throws IOException if a file cannot be written
   */
  void write() throws IOException {
    RunFolder run = result.folder();
    BufferedImage curve = result.lossCurve();
    ReportPage page =
        ReportPage.titled("A training of " + scheme.name())
            .picture(
                curve,
                "Training loss by step, and NME by epoch",
                "The loss of every step, smoothed, and the NME on the validation faces.");
    best()
        .ifPresent(
            best ->
                page.table(
                    "The last epoch and the best one on the validation faces.",
                    COLUMNS,
                    List.of(row("last", last()), row("best", best))));
    page.provenance(result.provenance()).write(run.report());
    AtomicFile.write(run.path().resolve(PICTURE), out -> ImageIO.write(curve, "png", out));
    AtomicFile.write(run.modelCard(), modelCard(result.provenance()));
  }

  /** Plots the loss of every step, and the NME of every validated epoch. */
  static BufferedImage lossCurve(List<Double> losses, List<EpochMetrics> epochs) {
    List<EpochMetrics> validated = epochs.stream().filter(epoch -> epoch.nme() != null).toList();
    return LossPlot.draw(
        losses.stream().mapToDouble(Double::doubleValue).toArray(),
        validated.stream().mapToInt(epoch -> (int) epoch.step()).toArray(),
        validated.stream().mapToDouble(EpochMetrics::nme).toArray());
  }

  private EpochMetrics last() {
    return result.epochs().get(result.epochs().size() - 1);
  }

  private Optional<EpochMetrics> best() {
    return result.epochs().stream()
        .filter(epoch -> epoch.nme() != null)
        .min(Comparator.comparingDouble(EpochMetrics::nme));
  }

  private static List<String> row(String name, EpochMetrics epoch) {
    return List.of(
        name,
        Integer.toString(epoch.epoch()),
        FigureText.percent(number(epoch.nme())),
        FigureText.percent(number(epoch.failureRate())),
        FigureText.fixed(4, number(epoch.auc())));
  }

  private static double number(Double figure) {
    return figure == null ? Double.NaN : figure;
  }

  private String modelCard(Map<String, String> provenance) {
    StringBuilder card = new StringBuilder();
    card.append("# A network for ").append(scheme.name()).append("\n\n");
    card.append(
        String.format(
            Locale.ROOT,
            "A stacked hourglass of %d %s and %,d parameters that finds %d facial landmarks by"
                + " heatmap regression, trained with the loss %s.%n%n",
            plan.stacks(),
            plan.stacks() == 1 ? "stack" : "stacks",
            checkpoint.network().parameters(),
            scheme.count(),
            plan.loss().word()));
    card.append("## Use\n\n");
    card.append("Input: a square crop of ").append(plan.inputSize());
    card.append(" pixels around one face, ").append(plan.cropEnlargement());
    card.append(" times the longer side of its box, as the program cuts it.\n\n");
    card.append(
        "```\njava -jar awing-eval.jar predict --checkpoint last.awing PICTURE --out DIR\n");
    card.append("```\n\n");
    card.append("It was measured on the faces below alone, and recognises no person.\n");
    card.append(
        "It has not learned ages, skins, poses and cameras that the training faces lack.\n\n");
    card.append("## Figures\n\n");
    if (best().isPresent()) {
      card.append("Measured on the validation faces; errors are divided by the data set's usual");
      card.append(" normaliser. `best.awing` was chosen by these very faces, so its figure");
      card.append(" flatters it.\n\n");
      card.append("| ").append(String.join(" | ", COLUMNS)).append(" |\n|---|---|---|---|---|\n");
      for (List<String> row : List.of(row("last", last()), row("best", best().get()))) {
        card.append("| ").append(String.join(" | ", row)).append(" |\n");
      }
      card.append('\n');
    } else {
      card.append("None: the training was given no validation faces.\n\n");
    }
    card.append("![Training loss and NME](").append(PICTURE).append(")\n\n");
    card.append("## Provenance\n\n");
    card.append("- weights (SHA-256): ").append(checkpoint.weightsSha256()).append('\n');
    card.append("- epochs: ").append(checkpoint.epoch()).append('\n');
    card.append("- steps: ").append(checkpoint.step()).append('\n');
    provenance.forEach(
        (name, fact) -> {
          if (!name.equals("plan")) {
            card.append("- ").append(name).append(": ").append(fact).append('\n');
          }
        });
    card.append("\n## Plan\n\n```yaml\n").append(plan.toYaml()).append("```\n");
    return card.toString();
  }
}
