package io.github.awing.eval.predict;

import io.github.awing.eval.PredictedFace;
import io.github.awing.eval.PredictionText;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;

/** Prints predictions, one line for each face. */
final class PrintedLandmarks implements PredictionWriter {

  private final PrintStream out;
  private final Function<PredictedFace, String> line;
  private String header;

  private PrintedLandmarks(PrintStream out, String header, Function<PredictedFace, String> line) {
    this.out = out;
    this.header = header;
    this.line = line;
  }

  /** Prints JSON lines. */
  static PrintedLandmarks json(PrintStream out) {
    return new PrintedLandmarks(out, "", PredictionText::jsonLine);
  }

  /** Prints CSV. */
  static PrintedLandmarks csv(PrintStream out, int landmarks) {
    return new PrintedLandmarks(out, PredictionText.csvHeader(landmarks), PredictionText::csvRow);
  }

  @Override
  public void write(List<PredictedFace> faces) throws IOException {
    for (PredictedFace face : faces) {
      out.print(header + line.apply(face));
      header = "";
    }
    out.flush();
    if (out.checkError()) {
      throw new IOException("standard output is closed");
    }
  }

  @Override
  public void finish() {
    // Every line is printed at once.
  }

  @Override
  public void close() {
    // Standard output stays open.
  }
}
