package io.github.awing.eval.predict;

import io.github.awing.eval.PredictedFace;
import io.github.awing.eval.PredictionText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes all predictions to one file, one line for each face. */
final class LandmarkListWriter implements PredictionWriter {

  private final PartialFile file;
  private final String header;
  private final Function<PredictedFace, String> line;

  private LandmarkListWriter(Path file, String header, Function<PredictedFace, String> line) {
    this.file = new PartialFile(file);
    this.header = header;
    this.line = line;
  }

  /** Writes {@code landmarks.jsonl}. */
  static LandmarkListWriter json(Path folder) {
    return new LandmarkListWriter(folder.resolve("landmarks.jsonl"), "", PredictionText::jsonLine);
  }

  /** Writes {@code landmarks.csv}. */
  static LandmarkListWriter csv(Path folder, int landmarks) {
    return new LandmarkListWriter(
        folder.resolve("landmarks.csv"),
        PredictionText.csvHeader(landmarks),
        PredictionText::csvRow);
  }

  @Override
  public void write(List<PredictedFace> faces) throws IOException {
    if (!faces.isEmpty()) {
      String lines = faces.stream().map(line).collect(Collectors.joining());
      file.append(file.isEmpty() ? header + lines : lines);
    }
  }

  @Override
  public void finish() throws IOException {
    file.finish();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
